import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { run } from "../host/run.ts";
import { ociLayout, type ImageParts, type Layer } from "./oci.ts";

// Sorted names, no times, no owners: the same files always make the same digest.
const reproducible = ["--sort=name", "--mtime=@0", "--numeric-owner", "--format=posix"];
const reproduciblePax = "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime,delete=mtime";

/**
 * Packs a root file system and the images over it into one tar that `ctr images import` and
 * `kind load image-archive` take. Whole or not there.
 * @param keepOwners false: all files belong to root, as built ones should
 * @returns reference → manifest digest
 */
export async function packImages(
  rootfs: string,
  images: readonly ImageParts[],
  archive: string,
  keepOwners = false,
): Promise<Map<string, string>> {
  const work = `${archive}.work`;
  await rm(work, { recursive: true, force: true });
  const blobs = join(work, "blobs", "sha256");
  await mkdir(blobs, { recursive: true });
  const tar = join(work, "layer.tar");
  const owners = keepOwners ? [] : ["--owner=0", "--group=0"];
  await run("tar", [...reproducible, reproduciblePax, ...owners, "-C", rootfs, "-cf", tar, "."]);
  const layer = await describe(tar);
  await rename(tar, join(blobs, layer.digest.slice("sha256:".length)));
  const layout = ociLayout(images, [layer], goArchitecture());
  for (const [name, text] of layout.files) {
    await mkdir(dirname(join(work, name)), { recursive: true });
    await writeFile(join(work, name), text);
  }
  await run("tar", [
    ...reproducible,
    reproduciblePax,
    "-C",
    work,
    "-cf",
    `${archive}.new`,
    "oci-layout",
    "index.json",
    "blobs",
  ]);
  await rm(work, { recursive: true, force: true });
  await rename(`${archive}.new`, archive);
  return layout.digests;
}

async function describe(path: string): Promise<Layer> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return { digest: `sha256:${hash.digest("hex")}`, size: (await stat(path)).size };
}

/** Go's and OCI's name for this machine's processor. */
export function goArchitecture(): string {
  return process.arch === "x64" ? "amd64" : process.arch;
}
