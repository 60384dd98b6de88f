import type { Evidence } from "../../rollout/evidence.ts";
import type { Style } from "./style.ts";

type ContainerEvidence = Evidence["containers"][number];

/** What was kept of a failed rollout: the cause, each container's end and last words, events, commands. */
export function evidenceLines(evidence: Evidence, style: Style): string[] {
  const { workload, cause, containers, events, commands, notes } = evidence;
  return [
    style.bold(
      `Evidence: ${workload.kind} ${workload.namespace}/${workload.name}, taken ${evidence.takenAt.slice(0, 19)}Z`,
    ),
    ...(cause === undefined ? [] : [`  ${style.bad(cause.message)}`]),
    ...containers.flatMap((container) => containerLines(container, style)),
    ...(events.length === 0 ? [] : ["", style.bold("Events")]),
    ...events.map(
      ({ reason, object, message, count }) =>
        `  ${reason} ${object}: ${message}${count > 1 ? ` (${count} times)` : ""}`,
    ),
    ...(commands.length === 0 ? [] : ["", style.bold("More, while the pods are there")]),
    ...commands.map((command) => `  ${command}`),
    ...notes.map((note) => style.dim(`  ${note}`)),
  ];
}

function containerLines(container: ContainerEvidence, style: Style): string[] {
  const { exit, probes, log, previousLog } = container;
  const last =
    exit === undefined ? "" : `, last exit code ${exit.code}${exit.reason === undefined ? "" : ` (${exit.reason})`}`;
  return [
    "",
    `${style.bold(`${container.pod} ${container.container}`)}: ${container.state}, ${container.restarts} restarts${last}`,
    ...probes.map((probe) => style.dim(`  ${probe}`)),
    ...logLines("log", log, style),
    ...logLines("log of the run before", previousLog, style),
  ];
}

function logLines(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : [style.dim(`  ${title}`), ...lines.map((line) => `  ${style.dim("│")} ${line}`)];
}
