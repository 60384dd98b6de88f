import { UsageProblem } from "../errors/problem.ts";
import type { Cluster, ClusterChoice } from "../release/cluster/cluster.ts";
import type { Engine, StackLocation } from "../release/engine/engine.ts";
import { embeddedEngine } from "../release/engine/embedded/embedded.ts";
import { follow } from "../release/rollout/follow.ts";

export interface EngineRequest {
  location: StackLocation;
  cluster: Cluster;
  choice: ClusterChoice;
  /** `--engine`, else `RELEASE_ENGINE`. */
  named?: string;
  /** Where the engine finds passphrase and backend. */
  env: NodeJS.ProcessEnv;
}

/** @throws UsageProblem ENGINE_UNKNOWN */
export function chooseEngine(request: EngineRequest): Promise<Engine> {
  const { env } = request;
  const named = request.named ?? env.RELEASE_ENGINE;
  if (named !== undefined && named !== "" && named !== "embedded") {
    throw new UsageProblem({
      code: "ENGINE_UNKNOWN",
      what: `there is no engine "${named}"; there is: embedded`,
      next: "check --engine and RELEASE_ENGINE",
    });
  }
  return embeddedEngine(request.location, {
    env,
    cluster: () => request.cluster,
    follow,
    reason: "pulumi is not on PATH",
  });
}
