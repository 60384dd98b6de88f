import { closeSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Problem } from "../../../../errors/problem.ts";
import type { Backend } from "../../../../release/engine/embedded/backend.ts";
import { acquireLock } from "../../../../release/engine/embedded/lock.ts";

/** Wants the lock again and again; while it holds it, nobody else may stand at the same mark. Argument: the backend. */
const backend = JSON.parse(process.argv[2] ?? "{}") as Backend;
const mark = join(backend.root, "held");
let held = 0;
let together = 0;
for (let round = 0; round < 60; round++) {
  try {
    const lock = await acquireLock(backend);
    held++;
    try {
      closeSync(openSync(mark, "wx"));
      await setImmediate();
      rmSync(mark);
    } catch {
      together++;
    }
    await lock.release();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}
process.stdout.write(JSON.stringify({ held, together }));
