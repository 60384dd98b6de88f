import { UsageProblem } from "../errors/problem.ts";
import type { Cluster, ClusterChoice } from "../release/cluster/cluster.ts";
import type { Engine, EngineName, StackLocation } from "../release/engine/engine.ts";
import { embeddedEngine } from "../release/engine/embedded/embedded.ts";
import { findPulumi, pulumiEngine } from "../release/engine/pulumi.ts";
import { follow } from "../release/rollout/follow.ts";

export interface EngineRequest {
  location: StackLocation;
  cluster: Cluster;
  choice: ClusterChoice;
  /** `--engine`, else `RELEASE_ENGINE`. */
  named?: string;
}

/**
 * The Pulumi CLI where a fitting one is on PATH, else the embedded engine; or the one that was named.
 * @throws UsageProblem ENGINE_UNKNOWN, PULUMI_MISSING
 */
export async function chooseEngine(request: EngineRequest, env: NodeJS.ProcessEnv = process.env): Promise<Engine> {
  const named = engineName(request.named ?? env["RELEASE_ENGINE"]);
  if (named !== "embedded") {
    const found = await findPulumi(env);
    if (found.fit) {
      const reason = named === undefined ? `pulumi ${found.version} is on PATH` : "asked for";
      return pulumiEngine(request.location, { command: found.command, cluster: request.cluster, choice: request.choice, follow, reason });
    }
    if (named === "pulumi") {
      throw new UsageProblem({
        code: "PULUMI_MISSING",
        what: found.reason,
        next: "install it (release doctor --install-pulumi), or use --engine embedded",
      });
    }
    return embeddedEngine(request.location, { cluster: request.cluster, follow, reason: found.reason });
  }
  return embeddedEngine(request.location, { cluster: request.cluster, follow, reason: "asked for" });
}

function engineName(name: string | undefined): EngineName | undefined {
  if (name === undefined || name === "" || name === "pulumi" || name === "embedded") {
    return name === "" ? undefined : name;
  }
  throw new UsageProblem({
    code: "ENGINE_UNKNOWN",
    what: `there is no engine "${name}"; there are: pulumi, embedded`,
    next: "check --engine and RELEASE_ENGINE",
  });
}
