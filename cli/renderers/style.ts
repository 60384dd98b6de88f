import { styleText } from "node:util";

type Paint = (text: string) => string;

/** Colours and signs of one output stream; with NO_COLOR, or where nobody looks, plain text. */
export interface Style {
  good: Paint;
  bad: Paint;
  warn: Paint;
  dim: Paint;
  bold: Paint;
  accent: Paint;
}

type Format = Parameters<typeof styleText>[0];

export function styleFor(stream: NodeJS.WriteStream): Style {
  const paint = (format: Format) => (text: string) => styleText(format, text, { stream });
  return {
    good: paint("green"),
    bad: paint(["red", "bold"]),
    warn: paint("yellow"),
    dim: paint("dim"),
    bold: paint("bold"),
    accent: paint("cyan"),
  };
}

export const plainStyle: Style = {
  good: String,
  bad: String,
  warn: String,
  dim: String,
  bold: String,
  accent: String,
};
