import { isKubeconfigContent, type ClusterChoice } from "../cluster/choice.ts";

/** The cluster that Pulumi's provider takes: its kubeconfig may be a file's path, or what would stand in one. Pure. */
export function providersCluster(context: string | undefined, kubeconfig: string | undefined): ClusterChoice {
  return {
    ...(context === undefined ? {} : { context }),
    ...(kubeconfig === undefined || kubeconfig === ""
      ? {}
      : { [isKubeconfigContent(kubeconfig) ? "content" : "kubeconfig"]: kubeconfig }),
  };
}
