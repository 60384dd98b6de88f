import type { V1Secret } from "@kubernetes/client-node";
import { apiProblem } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { withdrawn, type HelmRelease } from "./helm.ts";
import type { HelmChoice } from "./helmChoices.ts";

/** helm's record as it was stands beside it, for `adopt --undo`. */
const before = "release-before-adopt";

/** Every revision is looked at: a `helm rollback` works from an old one. */
async function recordsOf(cluster: Cluster, { name, namespace }: HelmRelease): Promise<V1Secret[]> {
  try {
    const labelSelector = `owner=helm,name=${name}`;
    const { items } = await cluster.core.listNamespacedSecret({ namespace, labelSelector });
    return items;
  } catch (error) {
    throw apiProblem(error, `reading helm's record of ${name} in namespace ${namespace}`);
  }
}

/** Takes objects out of helm's books, or the books away. @returns what it did, a sentence; undefined where it found none */
export async function keepFromHelm(
  cluster: Cluster,
  release: HelmRelease,
  taken: readonly string[],
  choice: HelmChoice,
): Promise<string | undefined> {
  if (choice === "leave") {
    return `helm's record of ${release.name} is left as it is: helm uninstall ${release.name} would delete what is taken over, helm upgrade change it`;
  }
  const records = await recordsOf(cluster, release);
  for (const secret of records) {
    const { name = "" } = secret.metadata ?? {};
    if (choice === "remove") await cluster.core.deleteNamespacedSecret({ name, namespace: release.namespace });
    else await rewrite(cluster, secret, taken);
  }
  if (records.length === 0) return undefined;
  return choice === "remove"
    ? `helm's record of ${release.name} is removed: helm knows nothing of it any more, and what it had installed besides stays as it is`
    : `helm's record of ${release.name} names what is taken over no more: helm uninstall leaves it, helm upgrade and rollback refuse or pass it over`;
}

async function rewrite(cluster: Cluster, secret: V1Secret, taken: readonly string[]): Promise<void> {
  const { data = {} } = secret;
  const record = decoded(data.release);
  const left = record === undefined ? undefined : withdrawn(record, taken);
  if (left === undefined || record === undefined) return;
  const kept = data[before] ?? data.release ?? "";
  await replace(cluster, { ...secret, data: { ...data, release: encoded(left), [before]: kept } });
}

/**
 * Puts helm's record back as it was, but for what stays taken over, where it still is what adopting left.
 * @returns whether it did
 */
export async function giveBackToHelm(
  cluster: Cluster,
  release: HelmRelease,
  stillTaken: readonly string[],
): Promise<boolean> {
  const changed = (await recordsOf(cluster, release)).filter(({ data }) => data?.[before] !== undefined);
  for (const secret of changed) {
    const { [before]: record = "", ...data } = secret.data ?? {};
    const left = withdrawn(decoded(record) ?? "", stillTaken);
    const books = left === undefined ? { release: record } : { release: encoded(left), [before]: record };
    await replace(cluster, { ...secret, data: { ...data, ...books } });
  }
  return changed.length > 0;
}

async function replace(cluster: Cluster, body: V1Secret): Promise<void> {
  const { name = "", namespace = "" } = body.metadata ?? {};
  try {
    await cluster.core.replaceNamespacedSecret({ name, namespace, body });
  } catch (error) {
    throw apiProblem(error, `changing helm's record ${namespace}/${name}`);
  }
}

function decoded(data: string | undefined): string | undefined {
  return data === undefined ? undefined : Buffer.from(data, "base64").toString("utf8");
}

function encoded(record: string): string {
  return Buffer.from(record, "utf8").toString("base64");
}
