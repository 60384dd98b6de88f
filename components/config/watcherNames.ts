/** What the Deployment that watches a stack is called, and all that belongs to it. */
export function watcherName(stack: string): string {
  const name = `release-watch-${stack.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;
  return name.slice(0, 44).replace(/-+$/, "");
}

/** What the Deployment that serves the console is called, and all that belongs to it. */
export function consoleName(stack: string): string {
  return watcherName(stack)
    .replace(/^release-watch-/, "release-console-")
    .slice(0, 44)
    .replace(/-+$/, "");
}

/** The volumes of the pods that watch, and where they are. */
export const watcherPaths = {
  /** The clone, and its home. */
  work: "/work",
  temporary: "/tmp",
  /** The kubeconfig. */
  cluster: "/etc/release-watch/cluster",
  git: "/etc/release-watch/git",
  registry: "/etc/release-watch/registry",
} as const;
