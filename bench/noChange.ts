import { sideBySide, type Benchmark } from "./benchmark.ts";

export const noChange: Benchmark = {
  name: "no-change",
  about: "a release of what runs already; kubectl apply of unchanged manifests, pulumi up, helm upgrade",
  /** kubectl's first apply may still note down what was set otherwise. */
  async prepare({ kubectl, version }) {
    await kubectl.run(["apply", "-f", await kubectl.writeManifests(version)], kubectl.status);
  },
  async round(arena, turn) {
    const { release, kubectl, pulumi, helm, version } = arena;
    const manifests = await kubectl.writeManifests(version);
    const seconds = await sideBySide(arena, turn, {
      ours: async () => (await release(["up"])).seconds,
      pulumi: () => pulumi.up(version),
      kubectl: () => kubectl.run(["apply", "-f", manifests]),
      helm: () => helm.again(),
    });
    return [{ figure: "release", unit: "s", ...seconds }];
  },
};
