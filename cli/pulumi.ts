import { follow } from "../rollout/follow.ts";
import type { ClusterChoice } from "../cluster/choice.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { podGone } from "../cluster/podGone.ts";
import type { Engine } from "../engine/engine.ts";
import { pulumiEngine } from "../engine/pulumi.ts";
import type { StackLocation } from "../parameters/location.ts";
import { takeHistory } from "./earlyHistory.ts";
import { findCli } from "./findCli.ts";
import { pulumiEnvironment } from "./pulumiEnvironment.ts";

export interface EngineRequest {
  location: StackLocation;
  /** The stack's home. */
  namespace: string;
  cluster: Cluster;
  choice: ClusterChoice;
  /** Take over fields that other managers own (`--force-conflicts`). */
  forceConflicts: boolean;
  /** Where the CLI finds passphrase and backend. */
  env: NodeJS.ProcessEnv;
}

/** Pulumi's CLI on the stack, as it is found on this machine. @throws UsageProblem PULUMI_MISSING */
export async function openEngine(request: EngineRequest): Promise<Engine> {
  const { location, namespace, cluster, choice, env, forceConflicts } = request;
  const pulumi = await findCli(env);
  const history = takeHistory(location);
  const goneElsewhere = (host: string, since: Date) =>
    podGone(cluster, { namespace, stack: location.stack }, host, since);
  const options = {
    pulumi,
    cluster: () => cluster,
    follow,
    goneElsewhere,
    ...(history === undefined ? {} : { history }),
  };
  return pulumiEngine(location, { ...options, env: pulumiEnvironment(cluster, choice, env, forceConflicts) });
}
