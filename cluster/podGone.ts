import { consoleName, watcherName } from "../components/config/watcherNames.ts";
import { isNotFound } from "./apiError.ts";
import type { Cluster } from "./cluster.ts";

/**
 * Whether what held a lock was in a pod of those that watch the stack in the cluster, or serve its console, and is gone: the
 * pod is, or its container was started anew since. Of any other host nothing is known.
 */
export async function podGone(
  cluster: Cluster,
  { namespace, stack }: { namespace: string; stack: string },
  host: string,
  since: Date,
): Promise<boolean> {
  const names = [watcherName(stack), consoleName(stack)].join("|");
  if (!new RegExp(`^(${names})-[a-z0-9]+-[a-z0-9]{5}$`).test(host)) return false;
  try {
    const { status } = await cluster.core.readNamespacedPod({ namespace, name: host });
    const running = (status?.containerStatuses ?? []).flatMap(({ state }) => state?.running?.startedAt ?? []);
    return running.length > 0 && running.every((at) => new Date(at).getTime() > since.getTime());
  } catch (error) {
    return isNotFound(error);
  }
}
