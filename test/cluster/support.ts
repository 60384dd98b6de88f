import { randomBytes } from "node:crypto";
import { labPaths } from "../../lab/paths.ts";
import type { KubernetesObject } from "@kubernetes/client-node";
import { isNotFound } from "../../cluster/apiError.ts";
import { connect, type Cluster } from "../../cluster/cluster.ts";

/** Set by test/run.ts where no cluster can be had: why not. */
export const noClusterVariable = "RELEASE_TEST_NO_CLUSTER";

/** The lab's cluster, for the tests of one `describe`; skips them where there is none. */
export function useLab(): () => Cluster {
  let cluster: Cluster | undefined;
  before(function () {
    if (process.env[noClusterVariable] !== undefined) this.skip();
    cluster = connect({ kubeconfig: labPaths().kubeconfig });
  });
  return () => {
    if (cluster === undefined) throw new Error("useLab() gives its cluster to tests and hooks only");
    return cluster;
  };
}

/** What is the whole cluster's, and no namespace takes with it: the last that was made goes first. */
export async function removeObjects(cluster: Cluster, manifests: readonly KubernetesObject[]): Promise<void> {
  for (const manifest of manifests.toReversed())
    await cluster.objects.delete(manifest).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
}

/** A namespace of this `describe`'s own, gone afterwards. */
export function useNamespace(cluster: () => Cluster, prefix = "test"): () => string {
  const name = `${prefix}-${randomBytes(4).toString("hex")}`;
  before(async () => {
    await cluster().core.createNamespace({ body: { metadata: { name, labels: { "releases/test": "true" } } } });
  });
  after(async () => {
    if (process.env[noClusterVariable] === undefined) await cluster().core.deleteNamespace({ name });
  });
  return () => name;
}
