import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

/** Bytes read at once. */
const chunk = 256 * 1024;

/** Reads a file that somebody else writes, line by line, as far as there are whole ones. */
export class LineTail {
  readonly #file: string;
  readonly #decoder = new StringDecoder("utf8");
  #at = 0;
  #rest = "";

  constructor(file: string) {
    this.#file = file;
  }

  /** What has come since the last time. @param over also what has no end of line */
  next(over = false): string[] {
    const text = this.#rest + this.#read();
    const lines = text.split("\n");
    this.#rest = lines.pop() ?? "";
    if (!over || this.#rest === "") return lines;
    lines.push(this.#rest);
    this.#rest = "";
    return lines;
  }

  #read(): string {
    let file: number;
    try {
      file = openSync(this.#file, "r");
    } catch {
      // Not there yet.
      return "";
    }
    try {
      const buffer = Buffer.alloc(chunk);
      let text = "";
      for (;;) {
        const count = readSync(file, buffer, 0, chunk, this.#at);
        if (count === 0) return text;
        this.#at += count;
        text += this.#decoder.write(buffer.subarray(0, count));
      }
    } finally {
      closeSync(file);
    }
  }
}
