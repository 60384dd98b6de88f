import { watch, type FSWatcher } from "node:fs";
import { join } from "node:path";
import { errorText } from "../../errors/errorText.ts";
import { serviceFolder } from "../../components/config/serviceFiles.ts";
import { baseOf, textsOf } from "./texts.ts";
import type { StackLive } from "./stackLive.ts";
import type { Stacks } from "./stacks.ts";

/** An editor writes in several steps. ms */
const gatherMs = 200;

/** Reads a stack's files again when they say something else. @returns ends it */
export function followFiles(stacks: Stacks, log: (text: string) => void): () => void {
  const known = new Map<StackLive, string>();
  const look = () => {
    for (const live of stacks.all) {
      try {
        const now = baseOf(textsOf(live.source.location));
        const before = known.get(live);
        known.set(live, now);
        if (before !== undefined && before !== now) live.reread();
      } catch (error) {
        log(`the files of ${live.source.location.stack} are shown as they were: ${errorText(error)}`);
      }
    }
  };
  look();
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(look, gatherMs);
  };
  const folders = new Set(
    stacks.all.flatMap(({ source: { location } }) => [location.projectDir, join(location.projectDir, serviceFolder)]),
  );
  const watchers = [...folders].flatMap((folder): FSWatcher[] => {
    try {
      return [watch(folder, later).on("error", () => undefined)];
    } catch {
      // There is no such folder.
      return [];
    }
  });
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
