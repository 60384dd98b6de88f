import { sideBySide, type Benchmark } from "./benchmark.ts";
import { everyService, versionAfter } from "./stackFile.ts";

export const goodRelease: Benchmark = {
  name: "good-release",
  about: "every service to its next version; kubectl set image + rollout status",
  async round(arena, swap) {
    const next = versionAfter(arena.version);
    const seconds = await sideBySide(
      arena,
      swap,
      async () => (await arena.release(["up", `${everyService}=${next}`])).seconds,
      () => arena.kubectl.setImage(next),
    );
    arena.before = arena.version;
    arena.version = next;
    return [{ figure: "release", unit: "s", ...seconds }];
  },
};
