import { git } from "../../../release/git/command.ts";

/** What a checkout says of its repository. */
export interface CheckoutPlace {
  provider?: string;
  repository?: string;
  /** Of this folder, from the root. */
  folder: string;
}

/** Where a folder is in its repository, and where that is; nothing of it outside git. */
export async function checkoutPlace(directory: string): Promise<CheckoutPlace> {
  const said = async (...args: string[]) => (await git(directory, args).catch(() => "")).trim();
  const prefix = await said("rev-parse", "--show-prefix");
  return { ...repositoryAt(await said("remote", "get-url", "origin")), folder: prefix.replace(/\/$/, "") || "." };
}

const providers: readonly [string, RegExp][] = [
  ["github", /github/],
  ["gitlab", /gitlab/],
  ["bitbucket", /bitbucket/],
  ["azure_devops", /azure|visualstudio/],
];

/** `git@github.com:team/releases.git` → github, `team/releases`. Pure. */
export function repositoryAt(url: string): Pick<CheckoutPlace, "provider" | "repository"> {
  const [, host, path] = /^(?:\w+:\/\/)?(?:[^@/]*@)?([\w.-]+)(?::\d+)?[:/](.+?)(?:\.git)?\/?$/.exec(url) ?? [];
  if (host === undefined || path === undefined || url.startsWith("file:")) return {};
  const provider = providers.find(([, pattern]) => pattern.test(host))?.[0];
  if (provider !== "azure_devops") return { ...(provider === undefined ? {} : { provider }), repository: path };
  // https://dev.azure.com/org/project/_git/repo, git@ssh.dev.azure.com:v3/org/project/repo
  const parts = path.split("/").filter((part) => part !== "_git");
  return { provider, repository: parts.slice(-2).join("/") };
}
