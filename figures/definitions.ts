/** What each figure is, in a sentence; docs/figures.md says it in full, with the edge cases. */
export const definitions = {
  deployments:
    "releases that came to serve: deploy, promote, resubmit, a plain pulumi up; one of the stack, one of each service",
  leadTime:
    "median from the commit of the checkout until it served, of commits that are known and had not served before",
  changeFailure: "of all that came to serve or failed, what failed by itself or was taken back by a rollback later",
  timeToRestore: "median from the begin of the release that failed until the service was well again",
} as const;
