import { watcherPaths } from "../config/watcherNames.ts";

/** Whom an image runs as that needs nothing of root's. */
export const nobody = 65532;

/** `registry.example/team/watch:v1`, as a service says it. */
export function imageParts(reference: string): { image: string; version: string } {
  const [, image = "", tag, digest] = /^(.+?)(?::([\w.-]+))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(reference) ?? [];
  return { image, version: [tag, digest].filter((part) => part !== undefined).join("@") };
}

/** git asks for what is in the Secret's files as it needs it: it may be changed at any time, and stands nowhere else. */
export function gitVariables(repository: string): Record<string, string> {
  const folder = watcherPaths.git;
  if (/^https?:/i.test(repository)) {
    return {
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "credential.helper",
      // Backquotes: $(…) is Kubernetes' own.
      GIT_CONFIG_VALUE_0: `!f() { test "$1" = get && echo "username=\`cat ${folder}/username\`" && echo "password=\`cat ${folder}/password\`"; }; f`,
    };
  }
  return {
    GIT_SSH_COMMAND: `ssh -i ${folder}/ssh-privatekey -o IdentitiesOnly=yes -o UserKnownHostsFile=${folder}/known_hosts -o StrictHostKeyChecking=yes`,
  };
}
