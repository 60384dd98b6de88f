import type { ClusterChoice } from "../cluster/choice.ts";

/** The cluster that a stack's own file names: `kubernetes:context`, `kubernetes:kubeconfig`. */
export function clusterInFile(config: Record<string, unknown>): ClusterChoice {
  return {
    ...chosen("context", config["kubernetes:context"]),
    ...chosen("kubeconfig", config["kubernetes:kubeconfig"]),
  };
}

function chosen(key: keyof ClusterChoice, value: unknown): ClusterChoice {
  return typeof value === "string" ? { [key]: value } : {};
}
