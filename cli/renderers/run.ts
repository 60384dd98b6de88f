import type { RunOutcome } from "../../release/run/follow.ts";
import type { Style } from "./style.ts";
import { formatSeconds } from "./units.ts";

/** The last words of a run: how it ended, or what goes on without us. */
export function runLines(service: string, { workload, status, record }: RunOutcome, style: Style): string[] {
  const { namespace, name } = workload;
  const id = record === undefined ? "" : ` ${style.dim(`(${record.id})`)}`;
  if (status === undefined) {
    return [
      `${style.warn("goes on")}: run of ${service} as Job ${name} in ${namespace}${id}`,
      `  next: release run ${service} follows it again; its end stands in release history then`,
      `  to end it: kubectl delete job -n ${namespace} ${name}`,
    ];
  }
  const version = record?.jobs?.[0]?.version;
  const what = `run ${service}${version === undefined ? "" : ` ${version}`} in ${formatSeconds(status.seconds)}${id}`;
  if (status.phase === "succeeded") return [`${style.good("succeeded")}: ${what}`];
  return [
    `${style.bad("failed")}: ${what}`,
    `  why: ${status.message}`,
    ...(status.cause === undefined ? [] : [`  more: ${status.cause.command}`]),
    ...(record === undefined ? [] : [`  next: release show ${record.id} (log, events)`]),
  ];
}
