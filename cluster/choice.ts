/** Which cluster. */
export interface ClusterChoice {
  /** Path of a kubeconfig; default: `$KUBECONFIG`, then `~/.kube/config`. */
  kubeconfig?: string;
  /** Context in it; default: its current one. */
  context?: string;
}
