import { UsageProblem } from "../errors/problem.ts";
import type { Cluster, ClusterChoice } from "../release/cluster/cluster.ts";
import type { Engine, StackLocation } from "../release/engine/engine.ts";
import { embeddedEngine } from "../release/engine/embedded/embedded.ts";
import { findPulumi } from "../release/engine/pulumi/command.ts";
import { pulumiEngine } from "../release/engine/pulumi.ts";
import { follow } from "../release/rollout/follow.ts";
import { engineNamed } from "./engineName.ts";
import { takeHeadStart } from "./headStart.ts";
import { pulumiEnvironment } from "./pulumiEnvironment.ts";

export interface EngineRequest {
  location: StackLocation;
  cluster: Cluster;
  choice: ClusterChoice;
  /** `--engine`, else `RELEASE_ENGINE`. */
  named?: string;
  /** Take over fields that other managers own (`--force-conflicts`). */
  forceConflicts: boolean;
  /** Where the engine finds passphrase and backend. */
  env: NodeJS.ProcessEnv;
}

/**
 * The engine that was named; else the Pulumi CLI where a fitting one is on PATH, and the embedded engine where not.
 * @throws UsageProblem ENGINE_UNKNOWN, PULUMI_MISSING
 */
export async function chooseEngine(request: EngineRequest): Promise<Engine> {
  const { location, cluster, choice, env, forceConflicts } = request;
  const named = engineNamed(request.named ?? env.RELEASE_ENGINE);
  const common = { cluster: () => cluster, follow };
  const embedded = { ...common, env, force: forceConflicts, takeLoading: () => takeHeadStart(location) };
  if (named === "embedded") return embeddedEngine(location, { ...embedded, reason: "asked for" });
  const found = await findPulumi(env);
  if (found.fit) {
    const reason = named === "pulumi" ? "asked for" : `pulumi ${found.version} is on PATH (${found.path})`;
    return pulumiEngine(location, { ...common, env: pulumiEnvironment(cluster, choice, env, forceConflicts), reason });
  }
  if (named === "pulumi") {
    throw new UsageProblem({
      code: "PULUMI_MISSING",
      what: `the pulumi engine was asked for, but ${found.reason}`,
      next: "install the Pulumi CLI (release doctor --install-pulumi), or use --engine embedded",
    });
  }
  return embeddedEngine(location, { ...embedded, reason: found.reason });
}
