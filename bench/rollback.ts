import { sideBySide, type Benchmark } from "./benchmark.ts";
import { everyService } from "./stackFile.ts";

export const rollback: Benchmark = {
  name: "rollback",
  about: "every service back to the version before; kubectl rollout undo + rollout status, helm rollback",
  async round(arena, turn) {
    const { release, kubectl, helm, services, version } = arena;
    // What a rollback has left is nothing to go back to: each goes back from a release of its own, not measured.
    await release(["up", `${everyService}=${arena.toNext()}`]);
    await kubectl.setImage(arena.nextFor("kubectl"));
    await helm.upgrade(arena.nextFor("helm"));
    const seconds = await sideBySide(arena, turn, {
      ours: async () => (await release(["rollback", ...services])).seconds,
      kubectl: () => kubectl.run(["rollout", "undo", ...kubectl.workloads], kubectl.status),
      helm: () => helm.rollback(),
    });
    arena.version = version;
    return [{ figure: "release", unit: "s", ...seconds }];
  },
};
