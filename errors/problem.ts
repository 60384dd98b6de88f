/** How the process ends for a script: the `release` command's exit codes (docs/exit-codes.md). */
export const exitCodes = {
  done: 0,
  usage: 1,
  rolledBack: 2,
  notRolledBack: 3,
  locked: 4,
  interrupted: 5,
  unreachable: 6,
  proposed: 7,
  drifted: 10,
  lost: 11,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface ProblemParts {
  /** Stable, for scripts and searches: `CONFIG_INVALID`. */
  code: string;
  /** What happened, one sentence, with the values and their units. */
  what: string;
  /** Where: a file with its field path, an object, an address. */
  where?: string;
  /** More lines: one for each thing that is wrong. */
  details?: string[];
  /** What to do next: a command or an edit. */
  next?: string;
  exitCode: ExitCode;
  cause?: unknown;
}

/**
 * An error a person is meant to read: no stack trace, a stable code, what to do next.
 * Everything else that is thrown is a bug in this project and shown as one.
 */
export class Problem extends Error {
  readonly code: string;
  readonly where: string | undefined;
  readonly details: readonly string[];
  readonly next: string | undefined;
  readonly exitCode: ExitCode;

  constructor(parts: ProblemParts) {
    super(parts.what, { cause: parts.cause });
    this.name = "Problem";
    this.code = parts.code;
    this.where = parts.where;
    this.details = parts.details ?? [];
    this.next = parts.next;
    this.exitCode = parts.exitCode;
  }
}

/** Wrong use or wrong configuration: nothing was touched. */
export class UsageProblem extends Problem {
  constructor(parts: Omit<ProblemParts, "exitCode">) {
    super({ ...parts, exitCode: exitCodes.usage });
    this.name = "UsageProblem";
  }
}

/** The cluster or the state backend did not answer, or refused us. */
export class UnreachableProblem extends Problem {
  constructor(parts: Omit<ProblemParts, "exitCode">) {
    super({ ...parts, exitCode: exitCodes.unreachable });
    this.name = "UnreachableProblem";
  }
}

/** The same, and nothing that was to be changed has reached it: there is nothing to mend. */
export class NothingSent extends UnreachableProblem {}

/** The problem as text for a terminal or a log: what, where, details, what next. Ends without a newline. */
export function describeProblem(problem: Problem): string {
  return [
    `${problem.code}: ${problem.message}`,
    ...(problem.where === undefined ? [] : [`  at ${problem.where}`]),
    ...problem.details.map((detail) => `  - ${detail}`),
    ...(problem.next === undefined ? [] : [`  next: ${problem.next}`]),
  ].join("\n");
}
