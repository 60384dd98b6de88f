import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ClusterChoice } from "../cluster/choice.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { temporaryFolder } from "../host/temporaryFolder.ts";

/**
 * The environment in which the Pulumi CLI's provider reaches the chosen cluster. A provider takes its kubeconfig from
 * `KUBECONFIG`, but a context only from the stack's file: one that was named on the command line comes as a kubeconfig
 * of its own, readable by this user alone and gone with this process.
 */
export function pulumiEnvironment(
  cluster: Cluster,
  choice: ClusterChoice,
  given: NodeJS.ProcessEnv,
  forceConflicts: boolean,
): NodeJS.ProcessEnv {
  const env = forceConflicts ? { ...given, PULUMI_K8S_ENABLE_PATCH_FORCE: "true" } : given;
  if (choice.context === undefined) {
    return choice.kubeconfig === undefined ? env : { ...env, KUBECONFIG: choice.kubeconfig };
  }
  const path = join(temporaryFolder("kubeconfig").path, "kubeconfig");
  writeFileSync(path, cluster.kubeConfig.exportConfig(), { mode: 0o600 });
  return { ...env, KUBECONFIG: path };
}
