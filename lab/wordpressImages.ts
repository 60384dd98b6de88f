import { importNeeded } from "./addImages.ts";
import { step, type LabEmit } from "./events.ts";
import { requireRoot } from "./host/requirements.ts";
import { buildWordpressArchives } from "./images/wordpress.ts";
import { labPaths, type LabPaths } from "./paths.ts";
import { labStatus } from "./status.ts";
import { UnreachableProblem } from "../errors/problem.ts";

export interface LabImagesOptions {
  emit: LabEmit;
  paths?: LabPaths;
}

/**
 * Builds `localhost/wordpress:v1`, `:v2` and `localhost/mariadb:v1` from Debian's packages, unless they are built, and
 * imports them. @throws UnreachableProblem LAB_DOWN
 */
export async function labWordpressImages({ emit, paths = labPaths() }: LabImagesOptions): Promise<void> {
  requireRoot("npm run lab -- images wordpress");
  const { daemons } = await labStatus(paths);
  if (!daemons.containerd.alive) {
    throw new UnreachableProblem({ code: "LAB_DOWN", what: "the lab is not running", next: "npm run lab -- up" });
  }
  const archives = await step(emit, "build images", (report) => buildWordpressArchives(paths.cache, report));
  await step(emit, "import images", (report) => importNeeded(paths, archives, report));
}
