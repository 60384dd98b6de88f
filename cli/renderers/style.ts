import { styleText } from "node:util";

/** Colours and signs of one output stream; with NO_COLOR, or where nobody looks, plain text. */
export interface Style {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
  accent(text: string): string;
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
