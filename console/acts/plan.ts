import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { isPlainObject } from "../../components/config/layers.ts";
import type { Finding } from "../../components/rules.ts";
import type { ResourceStep } from "../../engine/events.ts";
import type { ReleasePlan } from "../../release/plan.ts";
import type { Act, PlanAnswer } from "../api/acts.ts";
import type { ApiProblem } from "../api/problem.ts";
import { withoutSecrets } from "../live/withoutSecrets.ts";
import { argumentsOf, isBound, isPlanned } from "./act.ts";
import { commandLine, environmentOf, type Actor, type StackCommand } from "./command.ts";
import { toldBy } from "./told.ts";

/** A plan asks Pulumi, which asks the cluster; longer than that nobody waits. ms */
const longestMs = 180_000;

/** What the command printed. */
export interface Printed {
  stdout: string;
  stderr: string;
}

/** What an act would change, by the command's own dry run as that person. @param findings what the rules say of a stack's services */
export async function planOf(
  act: Act,
  command: StackCommand,
  actor: Actor,
  findings: (services: readonly string[]) => Finding[],
  signal: AbortSignal,
): Promise<PlanAnswer> {
  if (!isPlanned(act)) return { findings: findings([]), notes: [], hash: hashOf(act) };
  const args = [...argumentsOf(act, command.stack), "--dry-run", "--json"];
  const answer = planIn(act, await run(commandLine(command, args, actor), environmentOf(command, actor), signal));
  return { ...answer, findings: findings(answer.plan?.services.map(({ service }) => service) ?? []) };
}

/** What the dry run printed, as an answer. Pure. */
export function planIn(act: Act, { stdout, stderr }: Printed): Omit<PlanAnswer, "findings"> {
  const told = stderr.split("\n").flatMap((line) => toldBy(line) ?? []);
  const notes = told.flatMap((one) => ("event" in one && one.event.type === "note" ? one.event.message : []));
  const problem = told.flatMap((one) => ("problem" in one ? one.problem : [])).at(-1);
  const value = parsed(stdout);
  if (!isPlainObject(value)) return { notes, hash: hashOf(act), problem: problem ?? silent(stderr) };
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** However it ends, what it printed says why. */
export function run(
  [file, ...args]: [string, ...string[]],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Printed> {
  return new Promise((resolve) => {
    const options = { env, signal, timeout: longestMs, maxBuffer: 1 << 27 };
    // However it ends, what it printed says why.
    const child = execFile(file, args, options, (_error, stdout, stderr) => {
      resolve({ stdout, stderr });
    });
    child.stdin?.end();
  });
}
