import { createHash } from "node:crypto";
import { isPlainObject } from "../../components/config/layers.ts";
import type { Finding } from "../../components/rules.ts";
import type { ResourceStep } from "../../engine/events.ts";
import type { ReleasePlan } from "../../release/plan.ts";
import type { Act, PlanAnswer } from "../api/acts.ts";
import type { ApiProblem } from "../api/problem.ts";
import { withoutSecrets } from "../live/withoutSecrets.ts";
import { argumentsOf, isBound, isPlanned } from "./act.ts";
import type { Actor, StackCommand } from "./command.ts";
import { run, saidIn, type Printed } from "./printed.ts";

/** What an act would change, by the command's own dry run as that person. @param findings what the rules say of a stack's services */
export async function planOf(
  act: Act,
  command: StackCommand,
  actor: Actor,
  findings: (services: readonly string[]) => Finding[],
  signal: AbortSignal,
): Promise<PlanAnswer> {
  if (!isPlanned(act)) return { findings: findings([]), notes: [], hash: hashOf(act) };
  const answer = planIn(act, await run(command, [...argumentsOf(act, command.stack), "--dry-run"], actor, signal));
  return { ...answer, findings: findings(answer.plan?.services.map(({ service }) => service) ?? []) };
}

/** What the dry run printed, as an answer. Pure. */
export function planIn(act: Act, printed: Printed): Omit<PlanAnswer, "findings"> {
  const { value, told, problem } = saidIn(printed);
  const notes = told.flatMap((one) => ("event" in one && one.event.type === "note" ? one.event.message : []));
  if (value === undefined) return { notes, hash: hashOf(act), problem: problem ?? silent(printed.stderr) };
  const { plan, changes, planDigest } = value;
  return {
    ...(isPlainObject(plan) ? { plan: withoutSecrets(plan) as unknown as ReleasePlan } : {}),
    ...(Array.isArray(changes) ? { steps: changes as ResourceStep[] } : {}),
    notes,
    hash: typeof planDigest === "string" && isBound(act) ? planDigest : hashOf(act),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** Of an act whose plan nobody can show: that it is the same act. Pure. */
export function hashOf(act: Act): string {
  return createHash("sha256").update(JSON.stringify(act)).digest("hex").slice(0, 32);
}

function silent(stderr: string): ApiProblem {
  const last = stderr.trim().split("\n").slice(-5);
  return { code: "PLAN_FAILED", what: "the plan could not be made", details: last.filter((line) => line !== "") };
}
