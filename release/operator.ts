import { hostname, userInfo } from "node:os";

/**
 * Who runs this release: `RELEASE_OPERATOR`, else the person whom the CI system names, else the run of one that names
 * nobody, else the account and machine. Never the commit's author: that is somebody else's deed.
 */
export function operator(env: NodeJS.ProcessEnv = process.env): string {
  const person = env.RELEASE_OPERATOR ?? env.GITHUB_ACTOR ?? env.GITLAB_USER_LOGIN ?? env.BUILDKITE_BUILD_CREATOR;
  const named = person ?? deployment(env);
  return named !== undefined && named !== "" ? named : `${accountName(env)}@${hostname()}`;
}

/** `Pulumi Deployments 12`: as Pulumi's own history has it, too. Its machine is a new one each time. */
function deployment({ PULUMI_CI_SYSTEM: system, PULUMI_CI_BUILD_NUMBER: number }: NodeJS.ProcessEnv) {
  return system === undefined || number === undefined ? undefined : `${system} ${number}`;
}

function accountName(env: NodeJS.ProcessEnv): string {
  try {
    return env.SUDO_USER ?? userInfo().username;
  } catch {
    return "unknown";
  }
}
