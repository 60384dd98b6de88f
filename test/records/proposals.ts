import { ApiException, type V1ConfigMap } from "@kubernetes/client-node";
import type { Cluster } from "../../cluster/cluster.ts";
import type { Proposal } from "../../records/proposal.ts";
import { clusterProposals, type ProposalStore } from "../../records/proposals.ts";
import { change } from "../release/builders.ts";

export const place = { namespace: "prod", project: "releases", stack: "prod" };

/** Ids count upwards, so `proposal(3)` is newer than `proposal(2)`. */
export function proposal(number: number, parts: Partial<Proposal> = {}): Proposal {
  const seconds = String(number).padStart(2, "0");
  return {
    id: `20261129-0500${seconds}-abcd`,
    ...{ project: "releases", stack: "prod", kind: "deploy" },
    request: { edits: [{ service: "website", release: { version: "v2" } }], restore: true, force: false },
    changes: [change("website", "v1", "v2")],
    hash: "0123",
    terms: { from: "sre", count: 1 },
    ...{ operator: "ada@desk", user: "ada" },
    proposedAt: `2026-11-29T05:00:${seconds}.000Z`,
    expiresAt: "2100-01-01T00:00:00.000Z",
    ...parts,
  };
}

/** ConfigMaps as the API server keeps them: names once, versions that count. */
export function fakeCore() {
  const maps = new Map<string, V1ConfigMap>();
  let version = 0;
  const refuse = (code: number) => Promise.reject(new ApiException(code, "", { message: "refused" }, {}));
  const kept = (body: V1ConfigMap): V1ConfigMap => {
    version += 1;
    const metadata = { uid: `uid-${version}`, ...body.metadata, resourceVersion: String(version) };
    const map = structuredClone({ ...body, metadata });
    maps.set(metadata.name ?? "", map);
    return map;
  };
  const core = {
    listNamespacedConfigMap: () => Promise.resolve({ items: [...maps.values()].map((map) => structuredClone(map)) }),
    createNamespacedConfigMap: ({ body }: { body: V1ConfigMap }) =>
      maps.has(body.metadata?.name ?? "") ? refuse(409) : Promise.resolve(kept(body)),
    replaceNamespacedConfigMap: ({ name, body }: { name: string; body: V1ConfigMap }) => {
      const found = maps.get(name);
      if (found === undefined) return refuse(404);
      return found.metadata?.resourceVersion === body.metadata?.resourceVersion
        ? Promise.resolve(kept(body))
        : refuse(409);
    },
    deleteNamespacedConfigMap: ({ name }: { name: string }) => Promise.resolve(void maps.delete(name)),
  };
  return { maps, core: core as unknown as Cluster["core"] };
}

/** What a test writes into, and the ConfigMaps that it comes to. */
export function fakeProposals(): { store: ProposalStore; maps: Map<string, V1ConfigMap> } {
  const { core, maps } = fakeCore();
  return { store: clusterProposals({ core }, place), maps };
}
