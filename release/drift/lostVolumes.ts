import { isPlainObject } from "../../components/config/layers.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { asker, type Json } from "../../cluster/request.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import type { FoundDrift } from "../../drift/drift.ts";

/**
 * What a claim held is lost with it, or waits in a volume that nobody claims: a new, empty one is made only where its
 * name was given (`--empty-volume`). @throws UsageProblem VOLUME_LOST, EMPTY_VOLUME_UNKNOWN
 */
export async function refuseLostVolumes(
  drift: readonly FoundDrift[],
  manifests: ReadonlyMap<string, Json>,
  given: readonly string[],
  cluster: Cluster,
): Promise<void> {
  const lost = drift.filter(({ kind, state }) => kind === "PersistentVolumeClaim" && state === "lost");
  const unknown = given.filter((name) => !lost.some((claim) => claim.name === name));
  if (unknown.length > 0) {
    throw new UsageProblem({
      code: "EMPTY_VOLUME_UNKNOWN",
      what: `--empty-volume ${unknown.join(", ")} names no lost volume of this release`,
      details: lost.map(({ name = "" }) => name),
      next: "release drift shows what is lost",
    });
  }
  const open = lost.filter(({ name = "", unmendable }) => unmendable !== undefined || !given.includes(name));
  if (open.length === 0) return;
  const volumes = await volumesOf(cluster);
  throw new UsageProblem({
    code: "VOLUME_LOST",
    what: `${open.length === 1 ? "a volume is" : "volumes are"} lost, and a release never makes one anew unasked: it would be empty`,
    details: open.map((claim) => claimText(claim, manifests.get(claim.urn), volumes)),
    next: `bring the data back under the same name (a claim of that name, from a backup or on the volume left), or, to go on without it: ${open
      .map(({ name = "" }) => `--empty-volume ${name}`)
      .join(" ")}`,
  });
}

/** E.g. `blog-data of blog in shop (1Gi, ReadWriteOnce): PersistentVolume pvc-1 (Released, Retain) still holds what it held`. */
function claimText(
  { name = "", namespace = "", service = "", unmendable }: FoundDrift,
  manifest: Json | undefined,
  volumes: readonly Json[],
): string {
  const spec = isPlainObject(manifest?.spec) ? manifest.spec : {};
  const size =
    isPlainObject(spec.resources) && isPlainObject(spec.resources.requests)
      ? String(spec.resources.requests.storage)
      : "?";
  const words = [
    size,
    ...listOf(spec.accessModes),
    ...(typeof spec.storageClassName === "string" ? [spec.storageClassName] : []),
  ];
  const left = volumes.filter((volume) => claimedBy(volume, namespace, name)).map(volumeText);
  const what =
    unmendable === undefined
      ? left.length === 0
        ? "no volume that it was bound to is left to be seen"
        : left.join(", ")
      : `${unmendable}; delete the claim once nothing of it is to be had`;
  return `${name} of ${service} in ${namespace} (${words.join(", ")}): ${what}`;
}

function volumeText({ metadata, spec, status }: Json): string {
  const name = isPlainObject(metadata) ? String(metadata.name) : "";
  const phase = isPlainObject(status) ? String(status.phase) : "";
  const policy = isPlainObject(spec) ? String(spec.persistentVolumeReclaimPolicy) : "";
  return `PersistentVolume ${name} (${phase}, ${policy}) still holds what it held`;
}

function claimedBy({ spec }: Json, namespace: string, name: string): boolean {
  const claim = isPlainObject(spec) ? spec.claimRef : undefined;
  return isPlainObject(claim) && claim.namespace === namespace && claim.name === name;
}

/** Whose rights end at a namespace sees no volumes. */
async function volumesOf(cluster: Cluster): Promise<Json[]> {
  try {
    const { items } = await asker(cluster)("/api/v1/persistentvolumes");
    return Array.isArray(items) ? (items as Json[]) : [];
  } catch {
    return [];
  }
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
