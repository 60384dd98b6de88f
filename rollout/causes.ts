import { containerConfig } from "./causes/containerConfig.ts";
import type { CauseRule, RolloutContext } from "./causes/context.ts";
import { containerStart } from "./causes/containerStart.ts";
import { crash } from "./causes/crash.ts";
import { image } from "./causes/image.ts";
import { mounting, sandbox } from "./causes/node.ts";
import { notReady } from "./causes/notReady.ts";
import { replicaFailure } from "./causes/replicaFailure.ts";
import { scheduling, volumeBinding } from "./causes/scheduling.ts";
import { ownCauses } from "./ownCauses.ts";
import type { Cause } from "./verdict.ts";

/** What dooms a rollout, in the order of asking: the surest first, so that one release has one cause; before them those of the project. */
const doom: readonly CauseRule[] = [
  image,
  containerConfig,
  containerStart,
  crash,
  replicaFailure,
  volumeBinding,
  mounting,
  scheduling,
  sandbox,
];

/** Of these what often mends itself. */
const mending = doom.filter((rule) => rule !== crash);
/** What keeps a pod from starting, whatever it is to do. */
const stuck: readonly CauseRule[] = [
  image,
  containerConfig,
  containerStart,
  volumeBinding,
  mounting,
  scheduling,
  sandbox,
];

/** Why a pod cannot start; undefined while it still may, and once it has. */
export function stuckBy(context: RolloutContext): Cause | undefined {
  return firstOf(stuck, context);
}

/** Why the rollout cannot succeed as it is; undefined while it still may. */
export function doomedBy(context: RolloutContext): Cause | undefined {
  return firstOf([...ownCauses(), ...doom], context);
}

/** What stands in the way when the time is over: the same rules, with no patience left, then what is merely not ready. */
export function blockedBy(context: RolloutContext): Cause | undefined {
  return firstOf([...ownCauses(), ...doom, notReady], { ...context, timeOver: true });
}

/** Whether something that often mends itself is being waited out. Asked where nothing dooms the rollout. */
export function isWaitedOut(context: RolloutContext): boolean {
  return firstOf(mending, { ...context, timeOver: true }) !== undefined;
}

function firstOf(rules: readonly CauseRule[], context: RolloutContext): Cause | undefined {
  for (const rule of rules) {
    const cause = rule(context);
    if (cause !== undefined) return cause;
  }
  return undefined;
}
