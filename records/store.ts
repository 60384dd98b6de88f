import type { V1ConfigMap } from "@kubernetes/client-node";
import type { Cluster } from "../cluster/cluster.ts";
import { apiProblem, isConflict, isNotFound, isOverQuota } from "../cluster/apiError.ts";
import type { Evidence } from "../rollout/evidence.ts";
import { boundEvidence } from "../rollout/evidence/bound.ts";
import { ownPackage } from "../host/ownPackage.ts";
import type { ReleaseRecord } from "./record.ts";

const recordLabel = "releases/record";
const evidenceLabel = "releases/evidence";
/** Records kept for each stack; older ones are removed, except each service's newest good one. */
export const keptRecords = 200;

/** Where records are kept: ConfigMaps beside the workloads, so that every operator sees them. */
export interface RecordStore {
  /** Newest first. */
  list(): Promise<ReleaseRecord[]>;
  save(record: ReleaseRecord): Promise<void>;
  remove(record: ReleaseRecord): Promise<void>;
  /** Of all workloads together; what is too much for one object is cut. */
  saveEvidence(record: ReleaseRecord, evidence: Evidence[]): Promise<void>;
  evidence(record: ReleaseRecord): Promise<Evidence[]>;
  /** Removes what is beyond the bound. */
  prune(): Promise<void>;
}

type RecordScope = Pick<ReleaseRecord, "project" | "stack">;

function labelsOf({ project, stack }: RecordScope): Record<string, string> {
  return { "releases/project": project, "releases/stack": stack };
}

/** Selects the ConfigMaps that hold a stack's records. */
export function recordSelector(scope: RecordScope): string {
  const labels = { [recordLabel]: "true", ...labelsOf(scope) };
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

/** The record that a ConfigMap holds; none where it holds no whole one. */
export function recordIn({ data }: V1ConfigMap): ReleaseRecord[] {
  return parseRecord(data?.["record.json"]);
}

/** The records of one stack, in one namespace. */
export function clusterRecords(
  cluster: Cluster,
  scope: { namespace: string; project: string; stack: string },
): RecordStore {
  const { namespace } = scope;
  const labels = labelsOf(scope);

  /** Names that are there already, most likely. */
  const written = new Set<string>();

  async function put(name: string, label: string, data: Record<string, string>): Promise<void> {
    const body: V1ConfigMap = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace, labels: { ...labels, [label]: "true" } },
      data,
    };
    const create = () => cluster.core.createNamespacedConfigMap({ namespace, body });
    const replace = () => cluster.core.replaceNamespacedConfigMap({ name, namespace, body });
    // With a full quota one that is there can be written all the same; else the quota is what is to be told.
    const replaceStanding = (quota: unknown) =>
      replace().catch((error: unknown) => {
        throw isNotFound(error) ? quota : error;
      });
    try {
      if (written.has(name)) await replace().catch(unless(isNotFound, create));
      else await create().catch(unless(isConflict, replace)).catch(unless(isOverQuota, replaceStanding));
      written.add(name);
    } catch (error) {
      throw apiProblem(error, `saving release record ${namespace}/${name}`);
    }
  }

  async function drop(name: string): Promise<void> {
    try {
      await cluster.core.deleteNamespacedConfigMap({ name, namespace });
    } catch (error) {
      if (!isNotFound(error)) throw apiProblem(error, `removing release record ${namespace}/${name}`);
    }
  }

  async function list(): Promise<ReleaseRecord[]> {
    try {
      const found = await cluster.core.listNamespacedConfigMap({ namespace, labelSelector: recordSelector(scope) });
      return found.items.flatMap(recordIn).sort(newestFirst);
    } catch (error) {
      throw apiProblem(error, `reading the release records in namespace ${namespace}`);
    }
  }

  return {
    list,
    save: (record) =>
      put(recordName(record), recordLabel, {
        "record.json": JSON.stringify({ tool: ownPackage().version, ...record }),
      }),
    remove: (record) => drop(recordName(record)),
    saveEvidence: (record, evidence) =>
      put(evidenceName(record), evidenceLabel, { "evidence.json": JSON.stringify(boundEvidence(evidence)) }),
    async evidence(record) {
      try {
        const found = await cluster.core.readNamespacedConfigMap({ name: evidenceName(record), namespace });
        return JSON.parse(found.data?.["evidence.json"] ?? "[]") as Evidence[];
      } catch (error) {
        if (isNotFound(error)) return [];
        throw apiProblem(error, `reading the evidence of release ${record.id}`);
      }
    },
    async prune() {
      for (const record of beyondBound(await list(), keptRecords)) {
        await drop(recordName(record));
        await drop(evidenceName(record));
      }
    },
  };
}

/** By time: the id of a plain `pulumi up` does not sort with the others. */
export function newestFirst(a: ReleaseRecord, b: ReleaseRecord): number {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

function unless<T>(
  expected: (error: unknown) => boolean,
  instead: (error: unknown) => Promise<T>,
): (error: unknown) => Promise<T> {
  return (error) => {
    if (expected(error)) return instead(error);
    throw error;
  };
}

/** The records to remove, given all (newest first): those past `kept` that are no service's newest good state. */
export function beyondBound(records: readonly ReleaseRecord[], kept: number): ReleaseRecord[] {
  const newestGood = new Set<string>();
  return records.filter((record, index) => {
    const fresh = record.result === "succeeded" ? record.changes.filter(({ service }) => !newestGood.has(service)) : [];
    for (const { service } of fresh) newestGood.add(service);
    return index >= kept && fresh.length === 0;
  });
}

function recordName(record: ReleaseRecord): string {
  return `release-${record.stack}-${record.id}`;
}

function evidenceName(record: ReleaseRecord): string {
  return `${recordName(record)}-evidence`;
}

/** A record that cannot be read (edited by hand) is passed over: it must not stop a release. */
function parseRecord(text: string | undefined): ReleaseRecord[] {
  try {
    return text === undefined ? [] : [JSON.parse(text) as ReleaseRecord];
  } catch {
    return [];
  }
}
