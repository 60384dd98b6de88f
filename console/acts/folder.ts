import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { KnownProcess } from "../../host/thisProcess.ts";
import { actSchema } from "./act.ts";

/** An act as it is written down beside what it tells: by this it is found again when the console was killed. */
const written = z.object({
  id: z.string(),
  stack: z.string(),
  act: actSchema,
  message: z.string(),
  operator: z.string(),
  startedAt: z.string(),
  // Written by startCommand, and read by whoever may open the folder: this user alone.
  process: z.custom<KnownProcess>((value) => typeof value === "object" && value !== null && "pid" in value),
});
export type WrittenAct = z.output<typeof written>;

/** What is over so long goes. ms */
const keptMs = 7 * 86_400_000;

/** When an act of this id was begun, by whichever replica; undefined of what is no act's id. Pure. */
export function begunAt(id: string): Date | undefined {
  const [, time] = /^([0-9a-z]{8})-[0-9a-f]{12}$/.exec(id) ?? [];
  return time === undefined ? undefined : new Date(Number.parseInt(time, 36));
}

/** A folder for each act, which nobody else on this machine can open. */
export class ActFolder {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
    mkdirSync(root, { recursive: true, mode: 0o700 });
  }

  /** Sorts by time; safe as the name of a folder. */
  newId(now: Date): string {
    const id = `${now.getTime().toString(36)}-${randomBytes(6).toString("hex")}`;
    mkdirSync(this.path(id), { mode: 0o700 });
    return id;
  }

  /** @param file of an act that is known: no name that came from outside */
  path(id: string, file = ""): string {
    return join(this.#root, id, file);
  }

  write(act: WrittenAct): void {
    const file = this.path(act.id, "act.json");
    // Whole or not at all: a console that is killed here leaves no half of it.
    writeFileSync(`${file}.new`, JSON.stringify(act), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  /** Those that are written down, oldest first; what is long over is removed. */
  list(now: Date): WrittenAct[] {
    const names = readdirSync(this.#root).sort();
    return names.flatMap((name) => {
      if (this.exitCode(name) !== undefined && now.getTime() - statSync(this.path(name)).mtimeMs > keptMs) {
        rmSync(this.path(name), { recursive: true, force: true });
        return [];
      }
      try {
        return written.parse(JSON.parse(readFileSync(this.path(name, "act.json"), "utf8")));
      } catch {
        // Of a console that was killed before it began.
        return [];
      }
    });
  }

  /** Undefined while it goes on, and of one whose process is gone without a word. */
  exitCode(id: string): number | undefined {
    try {
      const code = Number(readFileSync(this.path(id, "exit"), "utf8").trim());
      return Number.isInteger(code) ? code : undefined;
    } catch {
      return undefined;
    }
  }

  /** What it printed in the end; undefined where that is no JSON. */
  result(id: string): unknown {
    try {
      return JSON.parse(readFileSync(this.path(id, "out"), "utf8"));
    } catch {
      return undefined;
    }
  }
}
