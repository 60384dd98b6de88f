import type { PipelineParts } from "./pipeline.ts";

/** What runs, whatever system runs it: few lines, and the same in each. */

/** Releases the stack as its file stands, in line behind others; what was taken back is taken back in git, too. */
export function releaseScript(stack: string, branch: string): string[] {
  const file = `Pulumi.${stack}.yaml`;
  return [
    `npx release up --stack ${stack} --yes --wait -m "$(git log -1 --format=%s)" || code=$?`,
    "# The last good version serves again: git says so, and `release set` is not to bring the other again by itself.",
    `if [ "\${code:-0}" = 2 ] && ! git diff --quiet -- ${file}; then`,
    `  git -c user.name=release -c user.email=release@localhost commit --quiet -m "Take back what failed in ${stack}" --trailer "Release-Kind: restore" -- ${file}`,
    `  git pull --quiet --rebase origin ${branch} && git push --quiet origin HEAD:${branch}`,
    "fi",
    'exit "${code:-0}"',
  ];
}

/** What would change, as a file for people to read. */
export function planScript(stacks: readonly string[]): string[] {
  return [
    ...stacks.map((stack) => `npx release config check --stack ${stack}`),
    `for stack in ${stacks.join(" ")}; do`,
    `  printf '### Plan for %s\\n\`\`\`\\n' "$stack"`,
    '  npx release preview --stack "$stack"',
    "  printf '```\\n'",
    "done > plan.md",
  ];
}

/** On the pull request, as one comment that is updated; without a token it says so, and goes on. */
export const commentScript = "npx release ci comment plan.md";

export function driftScript(stack: string): string[] {
  return [`npx release drift --stack ${stack}`];
}

export const testScript: readonly string[] = ["npm ci", "npm run lint", "npm test"];

/** @param version the variable with the commit: a tag that never moves */
export function imageScript({ image }: PipelineParts, version: string): string[] {
  const [registry = ""] = image.split("/");
  return [
    `printf %s "$REGISTRY_PASSWORD" | docker login --username "$REGISTRY_USER" --password-stdin ${registry}`,
    `docker build --tag "${image}:$${version}" .`,
    `docker push "${image}:$${version}"`,
  ];
}

/** In a clone of the releases' repository. */
export function setScript({ service, stacks }: PipelineParts, version: string, title: string): string[] {
  return ["npm ci", `npx release set "${service}=$${version}" --stack ${stacks[0] ?? "staging"} --push -m "${title}"`];
}

/** Lets git in by a variable: a token in an address would stand in the list of processes. */
export const letGitIn = `git config --global credential.helper '!f() { echo username=release; echo "password=$RELEASES_TOKEN"; }; f'`;
