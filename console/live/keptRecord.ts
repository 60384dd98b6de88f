import type { V1ConfigMap, V1ConfigMapList, V1ObjectMeta } from "@kubernetes/client-node";
import type { Cluster } from "../../cluster/cluster.ts";
import { asker } from "../../cluster/request.ts";
import type { Page } from "./mirror.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { recordIn } from "../../records/store.ts";

/** What is kept of a record's ConfigMap: there may be thousands, and their text is as much again as what it says. */
export interface KeptRecord {
  metadata: Pick<V1ObjectMeta, "uid" | "name">;
  /** None where it holds no whole one. */
  records: ReleaseRecord[];
}

/** Pure. */
export function keptRecord(map: V1ConfigMap): KeptRecord {
  const { uid, name } = map.metadata ?? {};
  return {
    metadata: { ...(uid === undefined ? {} : { uid }), ...(name === undefined ? {} : { name }) },
    records: recordIn(map),
  };
}

/** Reads them page by page, as the API server wrote them: the client library would make each object twice. */
export function recordPages(cluster: Cluster, path: string): (next: Page) => Promise<V1ConfigMapList> {
  const ask = asker(cluster);
  return async ({ limit, _continue }) => {
    const more = _continue === undefined ? "" : `&continue=${encodeURIComponent(_continue)}`;
    return (await ask(`${path}&limit=${limit}${more}`)) as unknown as V1ConfigMapList;
  };
}
