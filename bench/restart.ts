import { sideBySide, type Benchmark } from "./benchmark.ts";

export const restart: Benchmark = {
  name: "restart",
  about: "every pod of every service new; kubectl rollout restart + rollout status",
  async round(arena, swap) {
    const { kubectl, services } = arena;
    const seconds = await sideBySide(
      arena,
      swap,
      async () => (await arena.release(["restart", ...services])).seconds,
      () => kubectl.run(["rollout", "restart", ...kubectl.workloads], kubectl.status),
    );
    arena.before = undefined;
    return [{ figure: "release", unit: "s", ...seconds }];
  },
};
