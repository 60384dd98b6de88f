import { accessSync, constants } from "node:fs";
import { labPlace, type LabPlace } from "../host/labPlace.ts";
import { UnreachableProblem } from "../errors/problem.ts";
import type { ClusterChoice } from "../cluster/choice.ts";

export interface DecidedCluster {
  choice: ClusterChoice;
  /** Why this one. */
  why: string;
  /** Where the CLI finds backend and passphrase. */
  env: NodeJS.ProcessEnv;
}

/**
 * Which cluster to work on: named on the command line, then in the stack's file (`kubernetes:context`), then by
 * `KUBECONFIG`, then the lab. The current context of `~/.kube/config` is never used unasked.
 * @throws UnreachableProblem NO_CLUSTER
 */
export function decideCluster(
  named: ClusterChoice,
  configured: ClusterChoice,
  env: NodeJS.ProcessEnv = process.env,
): DecidedCluster {
  const lab = labPlace(env);
  const decided = (choice: ClusterChoice, why: string): DecidedCluster => ({
    choice,
    why,
    env: choice.kubeconfig === lab.kubeconfig ? labEnvironment(lab, env) : env,
  });
  if (named.context !== undefined || named.kubeconfig !== undefined) return decided(named, "named on the command line");
  if (configured.context !== undefined || configured.kubeconfig !== undefined) {
    return decided(configured, "named in the stack's file");
  }
  const kubeconfig = env.KUBECONFIG;
  if (kubeconfig !== undefined && kubeconfig !== "") return decided({ kubeconfig }, "KUBECONFIG is set");
  if (readable(lab.kubeconfig)) {
    return decided({ kubeconfig: lab.kubeconfig }, "no cluster was named, and the lab is there");
  }
  throw new UnreachableProblem({
    code: "NO_CLUSTER",
    what: "no cluster was named, and there is no lab on this machine",
    next: "choose one of yours with --context NAME (or kubernetes:context in the stack's file), or bring up the lab: npm run lab -- up",
  });
}

/** What runs on the lab is a trial: its state is with the lab, and the sample stacks' passphrase is empty. */
function labEnvironment({ state }: LabPlace, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const named = env.PULUMI_CONFIG_PASSPHRASE_FILE !== undefined;
  return { PULUMI_BACKEND_URL: `file://${state}`, ...(named ? {} : { PULUMI_CONFIG_PASSPHRASE: "" }), ...env };
}

function readable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
