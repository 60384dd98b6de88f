import assert from "node:assert/strict";
import { Problem } from "../errors/problem.ts";

/** The problem that some work ends in. */
export function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  return assert.fail("no problem was thrown");
}
