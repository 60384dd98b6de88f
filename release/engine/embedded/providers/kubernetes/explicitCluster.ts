import {
  AppsV1Api,
  CoordinationV1Api,
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  VersionApi,
} from "@kubernetes/client-node";
import { connect } from "../../../../cluster/cluster.ts";
import type { Cluster } from "../../../../cluster/cluster.ts";
import type { PropertyMap } from "../../propertyValue.ts";

function inlineCluster(kubeconfig: string, context: string | undefined): Cluster {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(kubeconfig);
  if (context !== undefined) kubeConfig.setCurrentContext(context);
  return {
    kubeConfig,
    context: kubeConfig.getCurrentContext(),
    server: kubeConfig.getCurrentCluster()?.server ?? "",
    core: kubeConfig.makeApiClient(CoreV1Api),
    apps: kubeConfig.makeApiClient(AppsV1Api),
    coordination: kubeConfig.makeApiClient(CoordinationV1Api),
    version: kubeConfig.makeApiClient(VersionApi),
    objects: KubernetesObjectApi.makeApiClient(kubeConfig),
  };
}

/** Cluster of a provider the program declares: its kubeconfig (content or path) and context, else the release's own. */
export function explicitCluster(inputs: PropertyMap, own: () => Cluster): () => Cluster {
  const { kubeconfig, context } = inputs;
  const named = typeof context === "string" ? context : undefined;
  if (typeof kubeconfig !== "string" && named === undefined) return own;
  let made: Cluster | undefined;
  return () => {
    const inline = typeof kubeconfig === "string" && kubeconfig.includes("\n");
    const choice = {
      ...(typeof kubeconfig === "string" ? { kubeconfig } : {}),
      ...(named === undefined ? {} : { context: named }),
    };
    return (made ??=
      inline || (typeof kubeconfig === "string" && kubeconfig.startsWith("{"))
        ? inlineCluster(kubeconfig, named)
        : connect(choice));
  };
}
