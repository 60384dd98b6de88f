import { accessSync, constants } from "node:fs";
import { labPlace, type LabPlace } from "../host/labPlace.ts";
import { UnreachableProblem } from "../errors/problem.ts";
import type { ClusterChoice } from "../cluster/choice.ts";
import { connect, type Cluster } from "../cluster/cluster.ts";

export interface ChosenCluster {
  cluster: Cluster;
  choice: ClusterChoice;
  /** One line: which cluster, and why this one. */
  reason: string;
  /** Where the lab keeps the state of what runs on it: with the cluster, not with a clone of the project. */
  backend?: string;
}

/**
 * Which cluster to work on: named on the command line, then in the stack's file (`kubernetes:context`), then by
 * `KUBECONFIG`, then the lab. The current context of `~/.kube/config` is never used unasked.
 * @throws UnreachableProblem NO_CLUSTER
 */
export function chooseCluster(
  named: ClusterChoice,
  configured: ClusterChoice,
  env: NodeJS.ProcessEnv = process.env,
): ChosenCluster {
  const lab = labPlace(env);
  if (named.context !== undefined || named.kubeconfig !== undefined) {
    return open(named, "named on the command line", lab);
  }
  if (configured.context !== undefined || configured.kubeconfig !== undefined) {
    return open(configured, "named in the stack's file", lab);
  }
  const kubeconfig = env.KUBECONFIG;
  if (kubeconfig !== undefined && kubeconfig !== "") return open({ kubeconfig }, "KUBECONFIG is set", lab);
  if (readable(lab.kubeconfig)) {
    return open({ kubeconfig: lab.kubeconfig }, "no cluster was named, and the lab is there", lab);
  }
  throw new UnreachableProblem({
    code: "NO_CLUSTER",
    what: "no cluster was named, and there is no lab on this machine",
    next: "choose one of yours with --context NAME (or kubernetes:context in the stack's file), or bring up the lab: npm run lab -- up",
  });
}

function open(choice: ClusterChoice, why: string, lab: LabPlace): ChosenCluster {
  const cluster = connect(choice);
  const reason = `${cluster.context} (${cluster.server}): ${why}`;
  if (choice.kubeconfig !== lab.kubeconfig) return { cluster, choice, reason };
  return { cluster, choice, reason, backend: `file://${lab.state}` };
}

function readable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
