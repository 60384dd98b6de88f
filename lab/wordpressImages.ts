import { importNeeded } from "./addImages.ts";
import { haveImages } from "./images/import.ts";
import { step, type LabEmit } from "./events.ts";
import { requireRoot } from "./host/requirements.ts";
import { buildWordpressArchives, wordpressReferences } from "./images/wordpress.ts";
import { labPaths, type LabPaths } from "./paths.ts";
import { requireRunning } from "./status.ts";

export interface LabImagesOptions {
  emit: LabEmit;
  paths?: LabPaths;
  /** Leave the images that the lab has, of whatever day: saves asking apt for today's packages. Default false. */
  unlessPresent?: boolean;
}

/**
 * Builds `localhost/wordpress:v1`, `:v2` and `localhost/mariadb:v1` from Debian's packages, unless they are built, and
 * imports them. @throws UnreachableProblem LAB_DOWN
 */
export async function labWordpressImages({ emit, paths = labPaths(), unlessPresent }: LabImagesOptions): Promise<void> {
  requireRoot("npm run lab -- images wordpress");
  await requireRunning(paths);
  if (unlessPresent === true && (await haveImages(paths, wordpressReferences))) return;
  const archives = await step(emit, "build images", (report) => buildWordpressArchives(paths.cache, report));
  await step(emit, "import images", (report) => importNeeded(paths, archives, report));
}
