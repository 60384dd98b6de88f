import { execFile } from "node:child_process";

/** How a git command ended that did not end well. */
export class GitFailure extends Error {
  /** What it said on stderr, without what would let anybody in. */
  readonly said: string;

  constructor(command: string, said: string) {
    super(`git ${command}: ${said}`);
    this.name = "GitFailure";
    this.said = said;
  }
}

interface GitOptions {
  env?: NodeJS.ProcessEnv;
  input?: string;
  /** It is ended after this time; default never. */
  timeoutMs?: number;
}

/** Its stdout. Never asks at a terminal that is not there. @throws GitFailure */
export function git(
  directory: string,
  args: readonly string[],
  { env, input, timeoutMs = 0 }: GitOptions = {},
): Promise<string> {
  return new Promise((done, fail) => {
    const asks = process.stdin.isTTY ? {} : { GIT_TERMINAL_PROMPT: "0" };
    const all = { ...process.env, GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C", ...asks, ...env };
    const options = { cwd: directory, env: all, maxBuffer: 1 << 28, timeout: timeoutMs };
    const child = execFile("git", args, options, (error, stdout, stderr) => {
      if (error === null) done(stdout);
      else fail(new GitFailure(args[0] ?? "", withoutPasswords(stderr.trim() || stdout.trim() || error.message)));
    });
    // One that ends before it has read all says why by itself.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input ?? "");
  });
}

/** `https://bot:token@host/…` stands in the errors of git as it was configured. */
export function withoutPasswords(text: string): string {
  return text.replaceAll(/:\/\/[^/@\s]+@/g, "://");
}
