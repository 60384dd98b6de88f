/** Which cluster. */
export interface ClusterChoice {
  /** Path of a kubeconfig; default: `$KUBECONFIG`, then `~/.kube/config`. */
  kubeconfig?: string;
  /** What stands in a kubeconfig, in place of a file. */
  content?: string;
  /** Context in it; default: its current one. */
  context?: string;
}

/** Whether it is what stands in a kubeconfig: Pulumi's provider takes that, too, in place of a file's path. Pure. */
export function isKubeconfigContent(kubeconfig: string): boolean {
  return /\n|^\s*\{/.test(kubeconfig.trim());
}
