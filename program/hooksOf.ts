import { rolloutHooks } from "../hooks/rolloutHooks.ts";
import type { ClusterChoice } from "../cluster/choice.ts";
import type { RolloutHooks } from "../hooks/rolloutHooks.ts";

const made = new Map<string, RolloutHooks>();

/** The hooks for one cluster, made once in a program: each has a name of its own. */
export function hooksOf(cluster: ClusterChoice | undefined): RolloutHooks {
  const key = cluster === undefined ? "" : JSON.stringify([cluster.kubeconfig, cluster.context]);
  const hooks = made.get(key) ?? rolloutHooks(cluster, made.size === 0 ? "" : `-${made.size}`);
  made.set(key, hooks);
  return hooks;
}
