import { exitCodes, Problem } from "../../errors/problem.ts";
import { freezePlace, freezesOf } from "../../lock/freezes.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { placeOf, type Stack } from "../../parameters/stack.ts";
import { freezeText, holding, scopeText, standing, type DespiteFreeze, type Freeze } from "../../records/freeze.ts";
import type { Emit } from "../events.ts";
import type { ReleaseRequest } from "../context.ts";
import type { CanaryAction } from "../../records/canary.ts";
import type { ReleaseKind } from "../../records/record.ts";

type OfStack = Pick<Stack, "namespace" | "project" | "name">;

/** What goes ahead whatever is frozen: the way back. */
const waysBack: readonly ReleaseKind[] = ["rollback", "restore"];

/** A canary that is taken away, or waits, is a way back too. */
const canaryBack: readonly CanaryAction[] = ["abort", "clear", "pause"];

function goesAhead({ kind, canary }: Asked): boolean {
  return waysBack.includes(kind) || (canary !== undefined && canaryBack.includes(canary.action));
}

type Asked = Pick<ReleaseRequest, "kind" | "canary">;

/** The freezes that stand now and may hold such a release. */
export async function freezesFor(cluster: Cluster, stack: OfStack, asked: Asked): Promise<Freeze[]> {
  if (goesAhead(asked)) return [];
  return standing(await freezesOf(cluster, placeOf(stack)), new Date());
}

/**
 * Holds a release of these services, unless a reason is given; of a whole stack that is asked of what really changes.
 * @returns what is gone past
 * @throws Problem FROZEN (exit 4): who, until when, why, what to do
 */
export function refuseFrozen(
  freezes: readonly Freeze[],
  services: readonly string[],
  stack: OfStack,
  despite: string | undefined,
): DespiteFreeze | undefined {
  const held = holding(freezes, services);
  if (held.length === 0) return undefined;
  if (despite !== undefined) return { reason: despite, freezes: held };
  const now = new Date();
  const whole = held.find((freeze) => freeze.services === undefined);
  const what =
    whole === undefined
      ? `${services.filter((name) => held.some((freeze) => freeze.services?.includes(name))).join(", ")} of stack ${stack.name}`
      : `stack ${stack.name}`;
  throw new Problem({
    code: "FROZEN",
    what: `${what} is frozen; nothing was touched`,
    where: freezePlace(placeOf(stack)),
    details: held.map((freeze) => `${scopeText(freeze)} ${freezeText(freeze, now)}`),
    next: "wait for its end, or ask who set it (release unfreeze); what cannot wait: --despite-freeze REASON, which is recorded; rollback and recover go ahead",
    exitCode: exitCodes.locked,
  });
}

/**
 * The same where nothing else is asked of the cluster at once.
 * @returns what the record says of it
 * @throws Problem FROZEN
 */
export async function pastFreezes(
  cluster: Cluster,
  stack: OfStack,
  asked: { kind: ReleaseKind; services: readonly string[]; despiteFreeze?: string },
): Promise<{ despiteFreeze?: DespiteFreeze }> {
  const freezes = await freezesFor(cluster, stack, asked);
  const past = refuseFrozen(freezes, asked.services, stack, asked.despiteFreeze);
  return past === undefined ? {} : { despiteFreeze: past };
}

/**
 * A release of the whole stack goes on without the services that are frozen, and says so.
 * @throws Problem FROZEN where nothing else is left, or nothing may be left out
 */
export function besideFrozen(
  request: ReleaseRequest,
  freezes: readonly Freeze[],
  stack: OfStack & Pick<Stack, "services">,
  emit: Emit,
): ReleaseRequest {
  if (request.despiteFreeze !== undefined || request.edits.length + (request.remove ?? []).length > 0) return request;
  const isFrozen = (service: string): boolean => holding(freezes, [service]).length > 0;
  const [left, others] = [true, false].map((frozen) =>
    [...stack.services.keys()].filter((service) => isFrozen(service) === frozen),
  );
  if (left === undefined || others === undefined || left.length === 0) return request;
  if (others.length === 0 || request.allOrNothing === true) refuseFrozen(freezes, left, stack, undefined);
  const now = new Date();
  for (const freeze of holding(freezes, left)) {
    const message = `${scopeText(freeze)}: left as it is, frozen ${freezeText(freeze, now)}`;
    emit({ type: "note", at: now.getTime(), level: "warning", message });
  }
  return { ...request, edits: others.map((service) => ({ service })), besideFrozen: true };
}
