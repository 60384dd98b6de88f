import { stripVTControlCharacters } from "node:util";
import type { Command } from "commander";
import type { ExitCode } from "../../errors/problem.ts";
import { lastGood } from "../../records/choose.ts";
import { serviceNamed } from "../../release/verbs/serviceNamed.ts";
import { standingOf } from "../../release/canary/since.ts";
import { isOf, recordedDrift } from "../../release/drift/plan.ts";
import { leftStatus, liveStatus, withDrift, type LiveStatus } from "../../release/status.ts";
import { isOpen } from "../../records/proposal.ts";
import { describedProposal, type DescribedProposal } from "../../release/approvals/described.ts";
import { proposalsOf } from "./approval.ts";
import { cutOff, cutOffLines, lockHolder } from "../cutOff.ts";
import { freezeLines, frozenNow } from "../frozen.ts";
import { driftExitCode, sessionDrift } from "../drift.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput, type Output } from "../output.ts";
import { standingLine } from "../renderers/canary.ts";
import { proposedLine } from "../renderers/proposals.ts";
import { driftLines } from "../renderers/drift.ts";
import { table } from "../renderers/units.ts";
import type { Style } from "../renderers/style.ts";
import { history, openLook, type Session } from "../session.ts";
import { intervalSeconds, watch, type Seen } from "../watch.ts";
import type { ReleaseRecord } from "../../records/record.ts";

export interface StatusOptions {
  watch?: boolean;
  /** Seconds. */
  interval: string;
  /** End with 10 or 11 where something is not as applied. */
  exitCode?: boolean;
}

/** What serves now. */
export async function showStatus(services: string[], options: StatusOptions, command: Command): Promise<void> {
  const session = openLook(globalOptions(command));
  const output = processOutput(globalOptions(command));
  for (const name of services) serviceNamed(session.stack, name);
  const interval = intervalSeconds(options.interval);
  if (options.watch === true) await watchStatus(session, services, output, interval);
  else {
    const { lines, value, exitCode } = await look(session, services, output.style);
    output.result(lines, value);
    if (options.exitCode === true) process.exitCode = exitCode;
  }
}

function watchStatus(session: Session, services: string[], output: Output, seconds: number): Promise<void> {
  return watch(
    seconds,
    () => look(session, services, output.style),
    ({ lines, value }, answered) => {
      if (answered && process.stdout.isTTY && !output.json) process.stdout.write("\u001b[H\u001b[2J");
      output.next(lines, value);
    },
  );
}

interface Look extends Seen {
  exitCode: ExitCode;
}

async function look(session: Session, services: string[], style: Style): Promise<Look> {
  const asked = history(session);
  const [live, records, holder, found, frozen, proposed] = await Promise.all([
    liveStatus(session.cluster, session.stack),
    asked,
    lockHolder(session),
    sessionDrift(session, asked),
    frozenNow(session),
    proposedNow(session),
  ]);
  const [orphans, gone] = await Promise.all([
    cutOff(session, records),
    leftStatus(session.cluster, session.stack, records),
  ]);
  const drift = recordedDrift(found.filter((object) => isOf(object, services)));
  const named = [...live, ...gone].filter(({ service }) => services.length === 0 || services.includes(service));
  const wanted = named.map((status) => withDrift(status, drift));
  const head = ["SERVICE", "RUNS", "FILE SAYS", "LAST GOOD", "PODS", "STATE"].map(style.dim);
  const rows = wanted.map((row) => statusRow(row, records, style));
  const canaries = standingOf(session.stack.config.services, services, records).map(({ canary }) => canary);
  return {
    lines: [
      ...table([head, ...rows], (text) => stripVTControlCharacters(text).length),
      ...driftLines(drift, style).map((line) => `  ${line}`),
      ...(drift.length === 0 ? [] : ["  next: release up mends it"]),
      ...canaries.map((canary) => standingLine(canary, style, new Date())),
      ...freezeLines(frozen, style),
      ...proposed.map((proposal) => proposedLine(proposal, style)),
      ...(holder === undefined ? [] : [style.accent(`releasing now: ${holder.text}`)]),
      ...cutOffLines(orphans, style),
    ],
    value: {
      services: wanted,
      canaries,
      drift,
      releasing: holder?.text ?? null,
      frozen,
      ...(session.stack.config.approval === undefined ? {} : { proposals: proposed }),
      cutOff: orphans.map(({ id }) => id),
    },
    exitCode: driftExitCode(drift),
  };
}

/** What waits for others to approve it, or is approved and waits to be carried out; asked of a stack that has them. */
async function proposedNow(session: Session): Promise<DescribedProposal[]> {
  if (session.stack.config.approval === undefined) return [];
  const now = new Date();
  const known = await proposalsOf(session).list();
  return known.filter((proposal) => isOpen(proposal, now)).map((proposal) => describedProposal(proposal, now));
}

function statusRow(row: LiveStatus, records: readonly ReleaseRecord[], style: Style): string[] {
  const states = { healthy: style.good, scheduled: style.good, rolling: style.accent, failing: style.bad };
  const state = { ...states, absent: style.dim, suspended: style.dim, drifted: style.warn, lost: style.bad }[row.state];
  const wanted = row.wanted ?? style.dim("-");
  const drift = row.runs !== undefined && row.runs !== row.wanted && row.wanted !== undefined;
  return [
    style.bold(row.service),
    row.runs ?? style.dim("-"),
    drift ? style.warn(wanted) : wanted,
    lastGood(records, row.service)?.release.version ?? style.dim("-"),
    row.schedule === undefined ? `${row.available}/${row.desired}` : String(row.schedule.running),
    `${state(row.state)}${row.message === "" ? "" : `: ${row.message}`}`,
  ];
}
