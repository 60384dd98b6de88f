/**
 * What a run of Pulumi Deployments is for, where that is no release: `preview`, say. It previews, destroys and looks for
 * drift by the same pre-run commands as it updates. Undefined everywhere else.
 */
export function otherOperation(env: NodeJS.ProcessEnv): string | undefined {
  const { PULUMI_CI_SYSTEM: system, PULUMI_CI_OPERATION: operation } = env;
  if (system !== "Pulumi Deployments" || operation === "update" || operation === "remediate-drift") return undefined;
  return operation;
}
