import { isPlainObject } from "../../components/config/layers.ts";
import type { ReleaseEvent } from "../../release/events.ts";
import type { ActEnd } from "../api/acts.ts";
import type { ApiProblem } from "../api/problem.ts";
import { withoutSecrets } from "../live/withoutSecrets.ts";

export type Told = { event: ReleaseEvent } | { problem: ApiProblem };

/** A line of what the command told: an event, or why it was refused; undefined of what is neither. Pure. */
export function toldBy(line: string): Told | undefined {
  const value = parsed(line);
  if (!isPlainObject(value) || typeof value.type !== "string") return undefined;
  if (value.type !== "problem") return { event: withoutSecrets(value) as unknown as ReleaseEvent };
  return { problem: problemIn(value) };
}

function problemIn({ code, message, where, details, next }: Record<string, unknown>): ApiProblem {
  const text = (of: unknown) => (typeof of === "string" ? of : undefined);
  const lines = Array.isArray(details) ? details.filter((line) => typeof line === "string") : [];
  return {
    code: text(code) ?? "UNEXPECTED",
    what: text(message) ?? "the command was refused",
    ...(text(where) === undefined ? {} : { where: text(where) ?? "" }),
    ...(lines.length === 0 ? {} : { details: lines }),
    ...(text(next) === undefined ? {} : { next: text(next) ?? "" }),
  };
}

/** Undefined of what is no JSON. Pure. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How an act ended. Pure. */
export function endOf(
  at: string,
  exitCode: number | undefined,
  result: unknown,
  problem: ApiProblem | undefined,
): ActEnd {
  const printed = isPlainObject(result) ? (withoutSecrets(result) as NonNullable<ActEnd["result"]>) : undefined;
  return {
    at,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(printed === undefined ? {} : { result: printed }),
    ...(problem === undefined ? {} : { problem }),
  };
}
