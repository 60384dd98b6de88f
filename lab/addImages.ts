import type { StepReport } from "./events.ts";
import type { ImageArchive } from "./images/build.ts";
import { importImages } from "./images/import.ts";
import type { LabPaths } from "./paths.ts";

/** Imports the images that the lab lacks. */
export async function importNeeded(paths: LabPaths, archives: ImageArchive[], report: StepReport): Promise<void> {
  let imported = 0;
  for (const archive of archives) imported += await importImages(paths, archive);
  if (imported === 0) report.skip("all there");
  else report.done(`${imported} images`);
}
