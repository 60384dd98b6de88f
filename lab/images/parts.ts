import { createHash } from "node:crypto";
import { cp } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { StepReport } from "../events.ts";
import { labPart, type LabPart } from "../parts.ts";
import { cachedArchive, nobody, type ImageArchive } from "./build.ts";
import type { ImageParts } from "./oci.ts";
import { prometheusImage, traefikImage } from "./tags.ts";

/** Builds Traefik, as an archive, unless it is cached. */
export function buildTraefikArchive(cache: string, report: StepReport): Promise<ImageArchive> {
  report.say("from source: about 5 minutes on 2 cores, once");
  return partArchive(cache, "traefik", traefikImage, report);
}

/** Builds Prometheus, as an archive, unless it is cached. */
export function buildPrometheusArchive(cache: string, report: StepReport): Promise<ImageArchive> {
  report.say("from source: about 5 minutes on 2 cores, once");
  return partArchive(cache, "prometheus", prometheusImage, report);
}

/** An image whose only file is a part's command. */
async function partArchive(cache: string, part: LabPart, reference: string, report: StepReport): Promise<ImageArchive> {
  const command = await labPart(part, cache, report);
  const image: ImageParts = { reference, entrypoint: [`/${part}`], env: {}, user: nobody };
  const build = basename(dirname(command));
  const key = createHash("sha256").update(build).update(JSON.stringify(image)).digest("hex").slice(0, 16);
  return cachedArchive(cache, part, key, [image], (rootfs) => cp(command, join(rootfs, part)));
}
