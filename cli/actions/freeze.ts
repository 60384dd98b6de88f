import type { Command } from "commander";
import { askUser } from "../../cluster/user.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { changeFreezes } from "../../lock/freezes.ts";
import { standing, withFreeze, withoutFreeze, type Freeze } from "../../records/freeze.ts";
import { seenAs } from "../../records/record.ts";
import { holdRestarts } from "../../release/freeze/holdRestarts.ts";
import { operator } from "../../release/operator.ts";
import { serviceNamed } from "../../release/verbs/serviceNamed.ts";
import { lockHolder } from "../cutOff.ts";
import { freezeLines, frozenNow } from "../frozen.ts";
import { timeUntil } from "../freezeTime.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput, type Output } from "../output.ts";
import { openLook, type Session } from "../session.ts";
import { placeOf } from "../../parameters/stack.ts";

export interface FreezeOptions {
  until?: string;
  reason?: string;
  service?: string[];
}

export type UnfreezeOptions = Pick<FreezeOptions, "service">;

/** Holds every release until a time, or shows what is held. */
export async function freeze({ until, reason, service }: FreezeOptions, command: Command): Promise<void> {
  const session = openLook(globalOptions(command));
  const output = processOutput(globalOptions(command));
  if (until === undefined && reason === undefined && service === undefined) {
    tell(await frozenNow(session), output);
    return;
  }
  if (until === undefined || reason === undefined || reason.trim() === "") throw incomplete();
  const at = new Date();
  const user = askUser(session.cluster);
  const services = service === undefined ? {} : { services: servicesNamed(service, session) };
  const time = timeUntil(until, at);
  const holder = await lockHolder(session);
  const set = {
    ...services,
    until: time.toISOString(),
    reason: reason.trim(),
    operator: operator(),
    ...seenAs(user()),
  };
  const one: Freeze = { ...set, at: at.toISOString() };
  const freezes = await changeFreezes(session.cluster, placeOf(session.stack), (all) => withFreeze(all, one, at));
  await holdScheduled(session, freezes, output);
  if (holder !== undefined) output.say(`what has begun is not held: ${holder.text}`);
  tell(freezes, output);
}

/** Ends freezes before their time. */
export async function unfreeze({ service = [] }: UnfreezeOptions, command: Command): Promise<void> {
  const session = openLook(globalOptions(command));
  const output = processOutput(globalOptions(command));
  const services = servicesNamed(service, session);
  const freezes = await changeFreezes(session.cluster, placeOf(session.stack), (all) =>
    withoutFreeze(all, services, new Date()),
  );
  await holdScheduled(session, freezes, output);
  tell(standing(freezes, new Date()), output);
}

async function holdScheduled(session: Session, freezes: readonly Freeze[], output: Output): Promise<void> {
  const failed = await holdRestarts(session.cluster, session.stack, freezes, new Date());
  for (const why of failed) output.say(output.style.warn(`scheduled restarts do not know of it: ${why}`));
}

function tell(freezes: readonly Freeze[], output: Output): void {
  output.result(freezes.length === 0 ? ["nothing is frozen"] : freezeLines(freezes, output.style), { frozen: freezes });
}

/** Groups stand for their services. @throws UsageProblem SERVICE_UNKNOWN */
function servicesNamed(names: readonly string[], { stack }: Session): string[] {
  const all = names.flatMap((name) => stack.config.groups[name] ?? serviceNamed(stack, name).service);
  return [...new Set(all)];
}

function incomplete(): UsageProblem {
  return new UsageProblem({
    code: "FREEZE_INCOMPLETE",
    what: "a freeze wants an end and a reason",
    next: 'release freeze --until 4h --reason "Black Friday"',
  });
}
