import type { Command } from "commander";
import type { Service } from "../../components/config/stackConfig.ts";
import { podSelector } from "../../components/objects.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { serviceLogs } from "../../rollout/logs/serviceLogs.ts";
import type { LogLine } from "../../rollout/logs/logLine.ts";
import { serviceNamed } from "../../release/verbs/serviceNamed.ts";
import { globalOptions } from "../globalOptions.ts";
import { interruptible } from "../interrupt.ts";
import { processOutput, unread } from "../output.ts";
import { styleFor, type Style } from "../renderers/style.ts";
import { openLook } from "../session.ts";

export interface LogsOptions {
  previous?: boolean;
  follow?: boolean;
  tail: string;
}

/** What a service's pods write. */
export async function showLogs(name: string, options: LogsOptions, command: Command): Promise<void> {
  const session = openLook(globalOptions(command));
  const output = processOutput(globalOptions(command));
  const { service } = serviceNamed(session.stack, name);
  const namespace = session.stack.services.get(service)?.namespace ?? session.stack.namespace;
  const style = styleFor(process.stdout);
  const interrupt = options.follow === true ? interruptible(output, "") : undefined;
  await serviceLogs(
    session.cluster,
    {
      namespace,
      service,
      pods: podsOf(session.stack.config.services, service),
      tail: lines(options.tail),
      previous: options.previous === true,
      ...(interrupt === undefined ? {} : { follow: AbortSignal.any([interrupt.signal, unread]) }),
    },
    (line) => process.stdout.write(`${output.json ? JSON.stringify(line) : logText(line, style)}\n`),
  );
  interrupt?.end();
}

function podsOf(services: readonly Service[], name: string): Record<string, string> {
  const service = services.find((candidate) => candidate.name === name);
  return podSelector(service ?? { name, selector: undefined });
}

/** `7d9fcx2x7f web │ listening on :8080` */
export function logText({ pod, container, line }: LogLine, style: Style): string {
  return `${style.dim(`${pod} ${container} │`)} ${line}`;
}

function lines(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new UsageProblem({
    code: "TAIL_MALFORMED",
    what: `--tail ${text} is not a whole number`,
    next: "e.g. --tail 100",
  });
}
