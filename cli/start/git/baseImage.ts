import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildWebArchive } from "../../../lab/images/build.ts";
import type { Layer } from "../../../lab/images/oci.ts";
import { labPaths } from "../../../lab/paths.ts";

/** Unpacks the sample server's image, an OCI layout, for pipelines to build upon. */
export async function unpackBaseImage(folder: string): Promise<void> {
  const { path } = await buildWebArchive(labPaths().cache);
  await mkdir(folder, { recursive: true });
  await promisify(execFile)("tar", ["-xf", path, "-C", folder]);
}

/** The one layer that all its images share. */
export function baseLayer(folder: string): Layer {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const { manifests } = read("index.json") as { manifests: { digest: string }[] };
  const manifest = read(`blobs/sha256/${manifests[0]?.digest.slice(7) ?? ""}`) as { layers: Layer[] };
  const [layer] = manifest.layers;
  if (layer === undefined) throw new Error(`${folder} holds no image`);
  return { digest: layer.digest, size: layer.size };
}
