import { hostname, userInfo } from "node:os";

/**
 * Who runs this release: `RELEASE_OPERATOR`, else the person whom the CI system names, else the account and machine.
 * Never the commit's author: that is somebody else's deed.
 */
export function operator(env: NodeJS.ProcessEnv = process.env): string {
  const named = env.RELEASE_OPERATOR ?? env.GITHUB_ACTOR ?? env.GITLAB_USER_LOGIN ?? env.BUILDKITE_BUILD_CREATOR;
  return named !== undefined && named !== "" ? named : `${accountName(env)}@${hostname()}`;
}

function accountName(env: NodeJS.ProcessEnv): string {
  try {
    return env.SUDO_USER ?? userInfo().username;
  } catch {
    return "unknown";
  }
}
