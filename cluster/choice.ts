/** Which cluster. */
export interface ClusterChoice {
  /** Path of a kubeconfig; default: `$KUBECONFIG`, then `~/.kube/config`. */
  kubeconfig?: string;
  /** What stands in a kubeconfig, in place of a file. */
  content?: string;
  /** Context in it; default: its current one. */
  context?: string;
}
