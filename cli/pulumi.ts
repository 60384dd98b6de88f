import { follow } from "../rollout/follow.ts";
import type { ClusterChoice } from "../cluster/choice.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Engine } from "../engine/engine.ts";
import { findPulumi, type FoundPulumi } from "../engine/find.ts";
import { pulumiEngine } from "../engine/pulumi.ts";
import { labPulumi } from "../host/labPlace.ts";
import type { StackLocation } from "../parameters/location.ts";
import { pulumiEnvironment } from "./pulumiEnvironment.ts";

export interface EngineRequest {
  location: StackLocation;
  cluster: Cluster;
  choice: ClusterChoice;
  /** Take over fields that other managers own (`--force-conflicts`). */
  forceConflicts: boolean;
  /** Where the CLI finds passphrase and backend. */
  env: NodeJS.ProcessEnv;
}

/** Pulumi's CLI on the stack, as it is found on this machine. @throws UsageProblem PULUMI_MISSING */
export async function openEngine({ location, cluster, choice, env, forceConflicts }: EngineRequest): Promise<Engine> {
  const pulumi = await findCli(env);
  const options = { pulumi, cluster: () => cluster, follow };
  return pulumiEngine(location, { ...options, env: pulumiEnvironment(cluster, choice, env, forceConflicts) });
}

/** @throws UsageProblem PULUMI_MISSING */
export function findCli(env: NodeJS.ProcessEnv): Promise<FoundPulumi> {
  return findPulumi(env, () => {
    const built = labPulumi();
    return (
      built && { command: built.command, description: `pulumi ${built.version}, built by the lab`, env: built.env }
    );
  });
}
