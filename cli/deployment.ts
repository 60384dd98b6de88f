/**
 * What a run of Pulumi Deployments is for, where that is no release: `preview`, say. It previews, destroys and looks for
 * drift by the same pre-run commands as it updates. Undefined everywhere else.
 */
export function otherOperation(env: NodeJS.ProcessEnv): string | undefined {
  const { PULUMI_CI_OPERATION: operation } = env;
  if (!isDeployment(env) || operation === "update" || operation === "remediate-drift") return undefined;
  return operation;
}

/** Whether Pulumi's own `up` comes after this release: it would release whatever this one leaves out. */
export function endsInPlainUp(env: NodeJS.ProcessEnv): boolean {
  return isDeployment(env) && otherOperation(env) === undefined;
}

function isDeployment({ PULUMI_CI_SYSTEM: system }: NodeJS.ProcessEnv): boolean {
  return system === "Pulumi Deployments";
}
