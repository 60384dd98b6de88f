import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cached, goBuild, hashOf } from "../build.ts";
import { packImages } from "./archive.ts";
import type { ImageParts } from "./oci.ts";
import { imageNames, pauseImage, webTags } from "./tags.ts";

/** An archive with its images: reference → manifest digest. */
export interface ImageArchive {
  path: string;
  digests: Map<string, string>;
}

const nobody = "65532:65532";

/** The sample server's images, one for each tag, all over one layer. */
export function webImages(): ImageParts[] {
  return [...webTags].map(([tag, env]) => ({
    reference: `${imageNames.web}:${tag}`,
    entrypoint: ["/web"],
    env,
    user: nobody,
    ports: [8080],
  }));
}

const pauseImages: ImageParts[] = [{ reference: pauseImage, entrypoint: ["/pause"], env: {}, user: nobody }];

/** Builds the sample server's archive unless it is cached. */
export function buildWebArchive(cache: string): Promise<ImageArchive> {
  return goImages(cache, "web", webImages());
}

/** Builds the pause image's archive unless it is cached. */
export function buildPauseArchive(cache: string): Promise<ImageArchive> {
  return goImages(cache, "pause", pauseImages);
}

/** Images whose only file is one static Go binary of the same name. */
async function goImages(cache: string, name: string, images: ImageParts[]): Promise<ImageArchive> {
  const source = join(import.meta.dirname, name);
  const key = await hashOf(source, process.arch, JSON.stringify(images));
  return cachedArchive(cache, name, key, images, async (rootfs) => {
    await goBuild(source, join(rootfs, name));
  });
}

/** `fill(rootfs)` makes the root file system; the archive and its digests are kept beside each other. */
export async function cachedArchive(
  cache: string,
  name: string,
  key: string,
  images: readonly ImageParts[],
  fill: (rootfs: string) => Promise<void>,
  keepOwners = false,
): Promise<ImageArchive> {
  const directory = await cached(cache, `image-${name}`, key, async (building) => {
    const rootfs = join(building, "rootfs");
    await mkdir(rootfs);
    await fill(rootfs);
    const digests = await packImages(rootfs, images, join(building, "images.tar"), keepOwners);
    await rm(rootfs, { recursive: true });
    await writeFile(join(building, "digests.json"), JSON.stringify(Object.fromEntries(digests)));
  });
  const digests = JSON.parse(await readFile(join(directory, "digests.json"), "utf8")) as Record<string, string>;
  return { path: join(directory, "images.tar"), digests: new Map(Object.entries(digests)) };
}
