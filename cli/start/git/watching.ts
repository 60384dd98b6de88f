import { once } from "node:events";
import { join } from "node:path";
import { exitCodes, Problem } from "../../../errors/problem.ts";
import type { Output } from "../../output.ts";
import type { Place } from "./place.ts";
import { releaseProcess } from "./releaseProcess.ts";

export interface Watching {
  /** The line that matches, of those written so far or yet to come. @throws Problem WATCH_ENDED */
  saw: (pattern: RegExp) => Promise<string>;
  /** Sees the release that runs through. */
  stop: () => Promise<void>;
}

/** `release watch` for the releases' repository. */
export function startWatching(place: Place, output: Output): Watching {
  const args = ["watch", "--interval", "1", "--work", join(place.machine.folder, "watched")];
  const lines: string[] = [];
  const listeners = new Set<(text: string | undefined) => void>();
  const tell = (text: string | undefined): void => {
    for (const listener of listeners) listener(text);
  };
  const child = releaseProcess(place, args, output, (text) => {
    lines.push(text);
    tell(text);
  });
  const kill = (): void => void child.kill("SIGTERM");
  process.once("exit", kill);
  child.on("close", () => {
    tell(undefined);
  });
  return {
    saw(pattern) {
      const before = lines.find((text) => pattern.test(text));
      if (before !== undefined) return Promise.resolve(before);
      if (child.exitCode !== null) return Promise.reject(watchEnded(lines));
      return new Promise((resolve, reject) => {
        const listener = (text: string | undefined): void => {
          if (text !== undefined && !pattern.test(text)) return;
          listeners.delete(listener);
          if (text === undefined) reject(watchEnded(lines));
          else resolve(text);
        };
        listeners.add(listener);
      });
    },
    async stop() {
      process.off("exit", kill);
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "close");
    },
  };
}

function watchEnded(lines: readonly string[]): Problem {
  return new Problem({
    code: "WATCH_ENDED",
    what: "release watch ended before it was told to",
    details: lines.slice(-5),
    next: "its words stand above; npm start -- --git begins anew",
    exitCode: exitCodes.notRolledBack,
  });
}
