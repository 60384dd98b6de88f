import type { ApiProblem } from "../../api/problem.ts";

/** Why there is no answer. `offline`: the server, or what is behind it, cannot be reached now. */
export interface Trouble {
  kind: "offline" | "signedOut" | "refused" | "notFound" | "conflict" | "tooMany" | "wrong";
  status: number;
  problem?: ApiProblem;
  /** Of too many requests: when to come back, in s. */
  retryAfter?: number;
}

/** Thrown where the server gave no answer, or another one than asked for. */
export class NotAnswered extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(trouble.problem?.what ?? trouble.kind);
    this.name = "NotAnswered";
    this.trouble = trouble;
  }
}

export function isProblem(value: unknown): value is ApiProblem {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    typeof value.code === "string" &&
    "what" in value &&
    typeof value.what === "string"
  );
}

/** What was thrown, as trouble: an error of the page's own code is thrown on. */
export function troubleThrown(error: unknown): Trouble {
  if (error instanceof NotAnswered) return error.trouble;
  throw error;
}
