import { sideBySide, type Benchmark } from "./benchmark.ts";
import { everyService } from "./stackFile.ts";

export const goodRelease: Benchmark = {
  name: "good-release",
  about: "every service to its next version; kubectl set image + rollout status, pulumi up, helm upgrade",
  async round(arena, turn) {
    const { release, kubectl, pulumi, helm } = arena;
    const seconds = await sideBySide(arena, turn, {
      ours: async () => (await release(["up", `${everyService}=${arena.toNext()}`])).seconds,
      // The same stack, the same change: its file edited by hand.
      pulumi: () => pulumi.up(arena.toNext()),
      kubectl: () => kubectl.setImage(arena.nextFor("kubectl")),
      helm: () => helm.upgrade(arena.nextFor("helm")),
    });
    return [{ figure: "release", unit: "s", ...seconds }];
  },
};
