import { sideBySide, type Benchmark } from "./benchmark.ts";

export const noChange: Benchmark = {
  name: "no-change",
  about: "a release of what runs already; kubectl apply of unchanged manifests",
  /** kubectl's first apply may still note down what was set otherwise. */
  async prepare({ kubectl, version }) {
    await kubectl.run(["apply", "-f", await kubectl.writeManifests(version)], kubectl.status);
  },
  async round(arena, swap) {
    const { release, kubectl, version } = arena;
    const manifests = await kubectl.writeManifests(version);
    const seconds = await sideBySide(
      arena,
      swap,
      async () => (await release(["up"])).seconds,
      () => kubectl.run(["apply", "-f", manifests]),
    );
    return [{ figure: "release", unit: "s", ...seconds }];
  },
};
