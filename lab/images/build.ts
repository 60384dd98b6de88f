import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { exitCodes, Problem } from "../../errors/problem.ts";
import { cached, goBuild, hashOf } from "../build.ts";
import { run } from "../host/run.ts";
import type { KubeBuild } from "../kube.ts";
import { packImages } from "./archive.ts";
import type { ImageParts } from "./oci.ts";
import { dnsImage, imageNames, loadImage, metricsImage, pauseImage, webTags } from "./tags.ts";

/** An archive with its images: reference → manifest digest. */
export interface ImageArchive {
  path: string;
  digests: Map<string, string>;
}

/** Whom images run as that need nothing of root's. */
export const nobody = "65532:65532";

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

/** Makes CoreDNS, which was built with Kubernetes, an archive, unless it is cached. */
export function buildDnsArchive(cache: string, { key, dns }: KubeBuild): Promise<ImageArchive> {
  const image = { reference: dnsImage, entrypoint: ["/dns"], env: {}, user: nobody };
  return cachedArchive(cache, "dns", key, [image], (rootfs) => cp(dns, join(rootfs, "dns")));
}

/** Builds metrics-server from Go modules (about 3 minutes), as an archive, unless it is cached. */
export function buildMetricsArchive(cache: string): Promise<ImageArchive> {
  return goImages(cache, "metrics", [{ reference: metricsImage, entrypoint: ["/metrics"], env: {}, user: nobody }]);
}

/** Where the load generator lies on the host: its binary, wrk's script, and all of it as an image. */
export interface LoadBuild {
  binary: string;
  script: string;
  archive: ImageArchive;
}

/** Builds the load generator, and an image of it with Debian's wrk and the libraries it needs. */
export async function buildLoad(cache: string): Promise<LoadBuild> {
  const source = join(import.meta.dirname, "load");
  const wrk = await findWrk();
  const libraries = librariesOf(await run("ldd", [wrk]));
  const versions = await run("sha256sum", [wrk, ...libraries]);
  const key = await hashOf(source, process.arch, versions);
  const built = await cached(cache, "load", key, (building) => goBuild(source, join(building, "load")));
  const image: ImageParts = { reference: loadImage, entrypoint: ["/load"], env: {}, user: nobody };
  const archive = await cachedArchive(cache, "load", key, [image], async (rootfs) => {
    await cp(join(built, "load"), join(rootfs, "load"));
    await cp(join(source, "load.lua"), join(rootfs, "load.lua"));
    // wrk looks the port of `http` up by name.
    await mkdir(join(rootfs, "etc"));
    await writeFile(join(rootfs, "etc", "services"), "http 80/tcp\n");
    for (const path of [wrk, ...libraries]) {
      await mkdir(join(rootfs, dirname(path)), { recursive: true });
      await cp(path, join(rootfs, path), { dereference: true });
    }
  });
  return { binary: join(built, "load"), script: join(source, "load.lua"), archive };
}

async function findWrk(): Promise<string> {
  try {
    return (await run("sh", ["-c", "command -v wrk"])).trim();
  } catch (cause) {
    throw new Problem({
      code: "LAB_WRK_MISSING",
      what: "the load generator needs the command wrk, which is not on the PATH",
      next: "as root: apt-get install wrk",
      exitCode: exitCodes.usage,
      cause,
    });
  }
}

/** Paths of the libraries, and of the loader itself, in what `ldd` prints. */
export function librariesOf(ldd: string): string[] {
  return [...ldd.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map((match) => match[1] ?? "").filter(Boolean);
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
