import type { Cluster } from "../../../../cluster/cluster.ts";
import type { PropertyMap } from "../../propertyValue.ts";

async function inlineCluster(kubeconfig: string, context: string | undefined): Promise<Cluster> {
  // Loaded when needed: client-node takes longer to load than all the rest.
  const [{ KubeConfig }, { clusterOf }] = await Promise.all([
    import("@kubernetes/client-node"),
    import("../../../../cluster/cluster.ts"),
  ]);
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(kubeconfig);
  if (context !== undefined) kubeConfig.setCurrentContext(context);
  return clusterOf(kubeConfig);
}

/** Whether Pulumi's `kubeconfig` input is the file's content; else it is its path. */
function isContent(kubeconfig: string): boolean {
  return kubeconfig.includes("\n") || kubeconfig.trimStart().startsWith("{");
}

/** Cluster of a provider the program declares, by its kubeconfig and context; without either, the release's own. */
export function explicitCluster(
  inputs: PropertyMap,
  own: () => Cluster | Promise<Cluster>,
): () => Cluster | Promise<Cluster> {
  const kubeconfig = typeof inputs.kubeconfig === "string" ? inputs.kubeconfig : undefined;
  const context = typeof inputs.context === "string" ? inputs.context : undefined;
  if (kubeconfig === undefined && context === undefined) return own;
  return async () => {
    if (kubeconfig !== undefined && isContent(kubeconfig)) return inlineCluster(kubeconfig, context);
    // Loaded only here: client-node takes half a second.
    const { connect } = await import("../../../../cluster/cluster.ts");
    return connect({
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      ...(context === undefined ? {} : { context }),
    });
  };
}
