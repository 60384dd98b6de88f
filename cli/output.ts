import { jsonRenderer } from "./renderers/json.ts";
import { liveRenderer } from "./renderers/live.ts";
import { plainRenderer } from "./renderers/plain.ts";
import type { Renderer } from "./renderers/renderer.ts";
import { styleFor, type Style } from "./renderers/style.ts";

/**
 * Where a command's words go. Progress and messages go to stderr, the result to stdout, so that a pipe gets the result
 * alone; with --json the result is one JSON value, and progress is one JSON object a line.
 */
export interface Output {
  json: boolean;
  style: Style;
  /** Says something on the way (not with --json). */
  say(text: string): void;
  /** The result: lines for a person, or with --json the value. */
  result(lines: readonly string[], value: unknown): void;
  /** One of many results that follow one another: with --json a line each. */
  next(lines: readonly string[], value: unknown): void;
  renderer(): Renderer;
}

const reader = new AbortController();
process.stdout.on("error", () => {
  reader.abort();
});
// Nor must a reader of the progress that went away end a release: what nobody reads is dropped.
process.stderr.on("error", () => undefined);

/** Aborted once nobody reads stdout any more (`| head`): the end of what would go on for ever. */
export const unread: AbortSignal = reader.signal;

export function processOutput(options: { json?: boolean }): Output {
  const json = options.json === true;
  const progressStyle = styleFor(process.stderr);
  const write = (text: string) => process.stderr.write(text);
  let live: Renderer | undefined;
  return {
    json,
    style: styleFor(process.stdout),
    say(text) {
      if (json) return;
      // What stands on the screen is redrawn in place, and would take this for its own.
      live?.pause();
      process.stderr.write(`${text}\n`);
    },
    result(lines, value) {
      process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : lines.map((line) => `${line}\n`).join(""));
    },
    next(lines, value) {
      process.stdout.write(json ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join(""));
    },
    renderer() {
      if (json) return jsonRenderer(write);
      if (!process.stderr.isTTY || process.env.TERM === "dumb") return plainRenderer(write, progressStyle);
      const terminal = {
        write,
        // One that was never told its size (under script or expect) says 0.
        columns: () => process.stderr.columns || 80,
        rows: () => process.stderr.rows,
      };
      const renderer = liveRenderer(terminal, progressStyle);
      live = renderer;
      // Stopped at once (Ctrl-C twice), it still leaves the cursor as it was.
      process.once("exit", () => {
        renderer.end();
      });
      return renderer;
    },
  };
}
