import { importNeeded } from "./addImages.ts";
import { step, type LabEmit, type StepReport } from "./events.ts";
import { requireRoot } from "./host/requirements.ts";
import type { ImageArchive } from "./images/build.ts";
import { haveImages } from "./images/import.ts";
import { buildKubectlArchive } from "./images/kubectl.ts";
import { buildReleaseWatchArchive } from "./images/releaseWatch.ts";
import { kubectlImage, releaseWatchImages } from "./images/tags.ts";
import { buildWordpressArchives, wordpressReferences } from "./images/wordpress.ts";
import { labPaths, type LabPaths } from "./paths.ts";
import { requireRunning } from "./status.ts";

interface Kind {
  references: readonly string[];
  build: (cache: string, report: StepReport) => Promise<ImageArchive[]>;
}

/** Images that `up` leaves out, as few need them: by the name they are asked for. */
const kinds = {
  wordpress: { references: wordpressReferences, build: buildWordpressArchives },
  kubectl: {
    references: [kubectlImage],
    build: async (cache, report) => {
      report.say("kubectl from source: up to half a minute, once");
      return [await buildKubectlArchive(cache)];
    },
  },
  watch: {
    references: releaseWatchImages,
    build: async (cache, report) => [await buildReleaseWatchArchive(cache, report)],
  },
} as const satisfies Record<string, Kind>;

export type MoreImages = keyof typeof kinds;
export const moreImages = Object.keys(kinds) as MoreImages[];

export interface LabImagesOptions {
  which: MoreImages;
  emit: LabEmit;
  paths?: LabPaths;
  /** Leave images that the lab has, of whatever day: saves asking apt for today's packages. Default false. */
  unlessPresent?: boolean;
}

/**
 * Builds images, unless they are built, and imports them: `localhost/wordpress:v1`, `:v2` and `localhost/mariadb:v1`
 * from Debian's packages, `localhost/kubectl` of the lab's own version, or `localhost/release-watch` of this checkout. @throws UnreachableProblem LAB_DOWN
 */
export async function labImages({ which, emit, paths = labPaths(), unlessPresent }: LabImagesOptions): Promise<void> {
  requireRoot(`npm run lab -- images ${which}`);
  await requireRunning(paths);
  const { references, build } = kinds[which];
  if (unlessPresent === true && (await haveImages(paths, references))) return;
  const archives = await step(emit, "build images", (report) => build(paths.cache, report));
  await step(emit, "import images", (report) => importNeeded(paths, archives, report));
}
