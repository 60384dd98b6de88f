import { sideBySide, type Benchmark } from "./benchmark.ts";

export const restart: Benchmark = {
  name: "restart",
  about: "every pod of every service new; kubectl rollout restart + rollout status",
  async round(arena, turn) {
    const { release, kubectl, services } = arena;
    const seconds = await sideBySide(arena, turn, {
      ours: async () => (await release(["restart", ...services])).seconds,
      kubectl: () => kubectl.run(["rollout", "restart", ...kubectl.workloads], kubectl.status),
    });
    return [{ figure: "release", unit: "s", ...seconds }];
  },
};
