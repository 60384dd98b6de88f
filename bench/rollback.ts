import { sideBySide, type Benchmark } from "./benchmark.ts";
import { goodRelease } from "./goodRelease.ts";

export const rollback: Benchmark = {
  name: "rollback",
  about: "every service back to the version before; kubectl rollout undo + rollout status",
  /** Back and forth between two versions: only before the first round there may be nothing to go back to. */
  async prepare(arena) {
    if (!arena.undoable) await goodRelease.round(arena, false);
  },
  async round(arena, swap) {
    const { kubectl, services } = arena;
    const seconds = await sideBySide(
      arena,
      swap,
      async () => (await arena.release(["rollback", ...services])).seconds,
      () => kubectl.run(["rollout", "undo", ...kubectl.workloads], kubectl.status),
    );
    return [{ figure: "release", unit: "s", ...seconds }];
  },
};
