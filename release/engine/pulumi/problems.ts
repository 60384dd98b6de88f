import { exitCodes, Problem, UnreachableProblem, UsageProblem } from "../../../errors/problem.ts";

/** What the CLI says when something other than a resource failed, and what it means. */
interface Meaning {
  pattern: RegExp;
  problem: (text: string, cause: unknown) => Problem;
}

const meanings: readonly Meaning[] = [
  {
    pattern: /\[409\] Conflict: Another update is currently in progress|the stack is currently locked by/,
    problem: (text, cause) =>
      new Problem({
        code: "STACK_LOCKED",
        what: lockedBy(text),
        next: "wait until it has ended; if that process is gone: release recover, or pulumi cancel",
        exitCode: exitCodes.locked,
        cause,
      }),
  },
  {
    pattern: /no stack named .* found/,
    problem: (text, cause) =>
      new UsageProblem({
        code: "STACK_UNKNOWN",
        what: `the backend has ${/no stack named .* found/.exec(text)?.[0] ?? "no such stack"}`,
        next: "name another with --stack, or make it: pulumi stack init",
        cause,
      }),
  },
  {
    pattern: /passphrase must be set|PULUMI_CONFIG_PASSPHRASE/,
    problem: (_text, cause) =>
      new UsageProblem({
        code: "PASSPHRASE_MISSING",
        what: "the stack has secrets, and the passphrase for them is not set",
        next: "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE",
        cause,
      }),
  },
  {
    pattern: /incorrect passphrase/,
    problem: (_text, cause) =>
      new UsageProblem({
        code: "PASSPHRASE_WRONG",
        what: "the passphrase does not fit the stack's secrets",
        next: "check PULUMI_CONFIG_PASSPHRASE",
        cause,
      }),
  },
  {
    pattern: /PULUMI_ACCESS_TOKEN must be set|not logged in|\[401\] Unauthorized/,
    problem: (_text, cause) =>
      new UsageProblem({
        code: "NOT_LOGGED_IN",
        what: "Pulumi is not logged in to its backend",
        next: "pulumi login, or set PULUMI_ACCESS_TOKEN or PULUMI_BACKEND_URL",
        cause,
      }),
  },
  {
    pattern: /connection refused|no such host|i\/o timeout|unable to open bucket|TLS handshake timeout/,
    problem: (text, cause) =>
      new UnreachableProblem({
        code: "BACKEND_UNREACHABLE",
        what: `the state backend or the cluster did not answer: ${lastError(text)}`,
        next: "pulumi whoami -v shows the backend, kubectl cluster-info the cluster",
        cause,
      }),
  },
];

/** What the CLI failed with, when no resource is to blame, as a problem that a person can act on. */
export function problemOf(error: unknown, diagnostics: readonly string[] = []): Problem {
  if (error instanceof Problem) return error;
  const text = [stderrOf(error), ...diagnostics].join("\n");
  const meaning = meanings.find(({ pattern }) => pattern.test(text));
  if (meaning !== undefined) return meaning.problem(text, error);
  const details = [...new Set(diagnostics.flatMap((diagnostic) => diagnostic.split("\n")))].filter(
    (line) => line.trim() !== "",
  );
  return new UsageProblem({
    code: "PROGRAM_FAILED",
    what: `pulumi could not run the program${details.length > 0 ? "" : `: ${lastError(text)}`}`,
    details,
    next: "release preview shows the same without changing anything",
    cause: error,
  });
}

/** The Automation API's errors carry the command's output as text: ` stderr: …`. */
function stderrOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /stderr: ([\s\S]*?)(?:\n err\?:|$)/.exec(text)?.[1] ?? text;
}

/** A file backend names who holds its lock, one in a line: `created by ana@build-1 (pid 4711) at 2026-…`. */
function lockedBy(text: string): string {
  const holders = [...text.matchAll(/created by .+? \(pid \d+\) at \S+/g)].map(([holder]) => holder);
  const by = holders.length === 0 ? "another update" : `an update ${holders.join(", ")}`;
  return `the stack's state is locked by ${by}`;
}

function lastError(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const line = lines.findLast((candidate) => candidate.includes("error:")) ?? lines.at(-1) ?? "no reason given";
  return line.replace(/^.*?error: /, "").trim();
}
