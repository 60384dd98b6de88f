import type { Command } from "commander";
import { isOf, recordedDrift } from "../../release/drift/plan.ts";
import { serviceNamed } from "../../release/verbs/serviceNamed.ts";
import { driftExitCode, sessionDrift } from "../drift.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput, type Output } from "../output.ts";
import { driftLines } from "../renderers/drift.ts";
import { history, openLook, type Session } from "../session.ts";
import { intervalSeconds, watch } from "../watch.ts";

export interface DriftOptions {
  watch?: boolean;
  /** Seconds. */
  interval: string;
}

/** What is not as it was last applied: once, or whenever that changes. */
export async function showDrift(services: string[], options: DriftOptions, command: Command): Promise<void> {
  const session = openLook(globalOptions(command));
  const output = processOutput(globalOptions(command));
  for (const name of services) serviceNamed(session.stack, name);
  const interval = intervalSeconds(options.interval);
  if (options.watch === true) await watchDrift(session, services, output, interval);
  else {
    const look = await lookAt(session, services, output);
    output.result(look.lines, look.value);
    process.exitCode = look.exitCode;
  }
}

/** Said anew when it is another than before. */
function watchDrift(session: Session, services: string[], output: Output, seconds: number): Promise<void> {
  let last = "";
  return watch(
    seconds,
    () => lookAt(session, services, output),
    ({ lines, value }) => {
      const now = JSON.stringify(value);
      if (now !== last)
        output.next(
          lines.map((line) => `${new Date().toISOString().slice(0, 19)}Z ${line}`),
          value,
        );
      last = now;
    },
  );
}

async function lookAt(session: Session, services: string[], { style }: Output) {
  const found = (await sessionDrift(session, history(session))).filter((object) => isOf(object, services));
  const lines = driftLines(found, style);
  return {
    lines: lines.length > 0 ? [...lines, "  next: release up mends it"] : [style.good("as it was last applied")],
    value: { drift: recordedDrift(found) },
    exitCode: driftExitCode(found),
  };
}
