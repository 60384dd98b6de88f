import { exitCodes, Problem, UnreachableProblem, UsageProblem } from "../errors/problem.ts";
import type { CliEnd } from "./cli.ts";

/** What the CLI says when something other than a resource failed, and what it means. */
interface Meaning {
  pattern: RegExp;
  problem: (text: string) => Problem;
}

const unknownStack = /no stack named .* found/;

/** Whether the CLI says that the backend does not know the stack. */
export function isUnknownStack(stderr: string): boolean {
  return unknownStack.test(stderr);
}

const meanings: readonly Meaning[] = [
  {
    pattern: /\[409\] Conflict: Another update is currently in progress|the stack is currently locked by/,
    problem: (text) =>
      new Problem({
        code: "STACK_LOCKED",
        what: lockedBy(text),
        next: "wait until it has ended; if that process is gone: release recover, or pulumi cancel",
        exitCode: exitCodes.locked,
      }),
  },
  {
    pattern: unknownStack,
    problem: (text) =>
      new UsageProblem({
        code: "STACK_UNKNOWN",
        what: `the backend has ${unknownStack.exec(text)?.[0] ?? "no such stack"}`,
        next: "name another with --stack, or make it: pulumi stack init",
      }),
  },
  {
    pattern: /passphrase must be set/,
    problem: () =>
      new UsageProblem({
        code: "PASSPHRASE_MISSING",
        what: "Pulumi encrypts the stack's secrets by a passphrase, and none is set",
        next: "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE; an empty one is one too",
      }),
  },
  {
    pattern: /incorrect passphrase/,
    problem: () =>
      new UsageProblem({
        code: "PASSPHRASE_WRONG",
        what: "the passphrase does not fit the stack's secrets",
        next: "check PULUMI_CONFIG_PASSPHRASE",
      }),
  },
  {
    pattern: /PULUMI_ACCESS_TOKEN must be set|not logged in|\[401\] Unauthorized|Unauthorized: No credentials/,
    problem: () =>
      new UsageProblem({
        code: "NOT_LOGGED_IN",
        what: "Pulumi is not logged in to its backend",
        next: "pulumi login, or set PULUMI_ACCESS_TOKEN or PULUMI_BACKEND_URL",
      }),
  },
  {
    pattern: /no space left on device|disk quota exceeded/,
    problem: (text) =>
      new UnreachableProblem({
        code: "BACKEND_UNWRITABLE",
        what: `the state backend cannot be written: ${lastError(text)}`,
        next: "make room there, then: release recover",
      }),
  },
  {
    pattern: /unexpected end of JSON input|cannot unmarshal .* checkpoint/,
    problem: (text) =>
      new UnreachableProblem({
        code: "STATE_BROKEN",
        what: `the stack's state was cut off while it was written: ${lastError(text)}`,
        next: "release recover puts back the copy that Pulumi kept beside it",
      }),
  },
  {
    pattern: /unknown (flag|command|shorthand flag)/,
    problem: (text) =>
      new UsageProblem({
        code: "PULUMI_UNFIT",
        what: `this Pulumi CLI is too old or too new: ${lastError(text)}`,
        next: "pulumi version; release doctor --install-pulumi brings one that fits",
      }),
  },
  {
    pattern: /due to a change of providers mixed with --target/,
    problem: (text) =>
      new UsageProblem({
        code: "PROVIDER_CHANGED",
        what: `the stack was released with Pulumi's provider ${providerIn(text)}, and the program's packages bring another: a release of named services would leave the others without theirs`,
        next: "release up without a name: all services go over to the new one, once; or install the version that the stack was released with",
      }),
  },
  {
    pattern: /failed to load (language )?plugin|no (resource|language) plugin|could not (load|find) plugin/i,
    problem: (text) =>
      new UsageProblem({
        code: "PLUGIN_MISSING",
        what: `Pulumi lacks a plugin of the program: ${lastError(text)}`,
        next: "pulumi install, in the project's folder",
      }),
  },
  {
    pattern:
      /connection refused|connection reset|no such host|i\/o timeout|unable to open (bucket|state directory)|TLS handshake timeout|configured Kubernetes cluster is unreachable/,
    problem: (text) =>
      new UnreachableProblem({
        code: "BACKEND_UNREACHABLE",
        what: `the state backend or the cluster did not answer: ${lastError(text)}`,
        next: "pulumi whoami -v shows the backend, kubectl cluster-info the cluster",
      }),
  },
];

/**
 * What the CLI failed with, when no resource is to blame, as a problem that a person can act on.
 * @param diagnostics the errors among the engine's events: the program's own words
 */
export function problemOf(
  { stderr, stdout }: Pick<CliEnd, "stderr" | "stdout">,
  diagnostics: readonly string[] = [],
): Problem {
  const text = [stderr === "" ? stdout : stderr, ...diagnostics].join("\n");
  const meaning = meanings.find(({ pattern }) => pattern.test(text));
  if (meaning !== undefined) return meaning.problem(text);
  const [first = `pulumi could not run the program: ${lastError(text)}`, ...details] = programsWords(diagnostics);
  return new UsageProblem({
    code: "PROGRAM_FAILED",
    what: first,
    details,
    next: "release preview shows the same without changing anything",
  });
}

/** `kubernetes 4.25.0`: with which the state was made. */
function providerIn(text: string): string {
  const [, name = "", version = ""] = /pulumi:providers:([\w-]+)::(?:default_)?(\S+?)::/.exec(text) ?? [];
  return `${name} ${version.replaceAll("_", ".")}`;
}

/** What the program itself said, without Pulumi's frame around it and without its stack trace. */
function programsWords(diagnostics: readonly string[]): string[] {
  const lines = diagnostics.flatMap((diagnostic) => diagnostic.split("\n"));
  const frame =
    /^\s*at |^Running program '|an unhandled error occurred|^\s*$|^update failed$|^preview failed$|^program failed:$/i;
  return [...new Set(lines.filter((line) => !frame.test(line)).map((line) => line.replace(/^\s*Error: /, "")))];
}

/** A backend in files names who holds its lock, one in a line: `created by ana@build-1 (pid 4711) at 2026-…`. */
function lockedBy(text: string): string {
  const holders = [...text.matchAll(/created by .+? \(pid \d+\) at \S+/g)].map(([holder]) => holder);
  const by = holders.length === 0 ? "another update" : `an update ${holders.join(", ")}`;
  return `the stack's state is locked by ${by}`;
}

/** The last thing that the CLI calls an error. */
export function lastError(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const line = lines.findLast((candidate) => candidate.includes("error:")) ?? lines.at(-1) ?? "no reason given";
  return line.replace(/^.*?error: /, "").trim();
}
