import { sideBySide, type Benchmark } from "./benchmark.ts";
import { goodRelease } from "./goodRelease.ts";

export const rollback: Benchmark = {
  name: "rollback",
  about: "every service back to the version before; kubectl rollout undo + rollout status",
  async round(arena, swap) {
    // What a rollback has left is nothing to go back to: each goes back from a release of its own, not measured.
    if (arena.before === undefined) await goodRelease.round(arena, false);
    const { before = arena.version, kubectl, services } = arena;
    const seconds = await sideBySide(
      arena,
      swap,
      async () => (await arena.release(["rollback", ...services])).seconds,
      () => kubectl.run(["rollout", "undo", ...kubectl.workloads], kubectl.status),
    );
    arena.version = before;
    arena.before = undefined;
    return [{ figure: "release", unit: "s", ...seconds }];
  },
};
