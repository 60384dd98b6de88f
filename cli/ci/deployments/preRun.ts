/**
 * What a runner of Pulumi Deployments does before Pulumi's own `up`, a shell each: the release, with its restore and its
 * record. Then `up` finds nothing to do; or the release has failed, the runner ends, and what served serves on.
 */
export function preRunCommands(stack: string): string[] {
  return ["npm ci", `npx release up --stack ${stack} --yes --wait -m "$(git log -1 --format=%s)"`];
}
