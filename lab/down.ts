import { existsSync } from "node:fs";
import { step, type LabEmit } from "./events.ts";
import { labCgroups } from "./host/cgroup.ts";
import { takeLock } from "./host/lock.ts";
import { requireRoot } from "./host/requirements.ts";
import { labPaths, type LabPaths } from "./paths.ts";
import { teardown } from "./teardown.ts";
import { wipe } from "./wipe.ts";

export interface LabDownOptions {
  emit: LabEmit;
  paths?: LabPaths;
  /** Also forget the cluster's data, secrets, images and volumes; default false. Builds are kept. */
  wipeData?: boolean;
}

/** Takes the lab down: no process, mount, namespace, bridge, cgroup or shim is left. */
export async function labDown({ emit, paths = labPaths(), wipeData = false }: LabDownOptions): Promise<void> {
  requireRoot("npm run lab -- down");
  if (!existsSync(paths.directory)) {
    emit({ step: "stop", state: "skipped", seconds: 0, message: "there is no lab" });
    return;
  }
  const lock = await takeLock(paths.directory, "down", (holder) => {
    emit({ step: "wait", state: "running", seconds: 0, message: `another run is at work: ${holder}` });
  });
  try {
    const cgroups = await labCgroups(paths.name);
    await step(emit, "stop", async (report) => {
      if (!(await teardown(paths, cgroups))) report.skip("it was down");
    });
    if (wipeData) {
      await step(emit, "forget data", async () => {
        await wipe(paths);
      });
    }
  } finally {
    await lock.release();
  }
}
