import type { Command } from "commander";
import { defined } from "../../components/config/defined.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { isOpen, proposalNamed, type Proposal } from "../../records/proposal.ts";
import { proposalOver } from "../../release/approvals/problems.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";
import { openSession } from "../session.ts";
import { proposalsOf } from "./approval.ts";
import { previewRelease } from "./preview.ts";
import { runRelease, type ReleaseOptions } from "./runRelease.ts";

export interface CarryOutOptions extends ReleaseOptions {
  dryRun?: boolean;
  canary?: boolean;
  supersede?: boolean;
  remove?: string[];
  withData?: boolean;
}

/** `release up --proposal ID`: what was approved, word by word. */
export async function carryOut(id: string, targets: readonly string[], command: Command): Promise<void> {
  const options: CarryOutOptions = command.opts();
  refuseBesideProposal(targets, options);
  const session = openSession(globalOptions(command));
  const output = processOutput(globalOptions(command));
  const proposal = proposalNamed(await proposalsOf(session).list(), id);
  if (!isOpen(proposal, new Date())) throw proposalOver(proposal, new Date());
  const { kind, request, canary } = proposal;
  const { edits, remove, withData, of } = request;
  const asked = { ...options, ...optionsOf(proposal, options) };
  if (options.dryRun === true) await previewRelease(session, request, output, request.keepDrift ?? []);
  else if (canary === undefined) {
    const wanted = { kind, edits, remove, withData, of };
    process.exitCode = await runRelease(session, defined(wanted), asked, output, leavingIn(proposal));
  } else {
    const { beginCanary } = await import("./canary.ts");
    const versions = Object.entries(canary).map((pair) => pair.join("="));
    await beginCanary(session, versions, { supersede: false }, command, asked);
  }
}

/** What was proposed, as the options that had asked for it. Pure. */
export function optionsOf(
  { id, request, description }: Pick<Proposal, "id" | "request" | "description">,
  given: Pick<ReleaseOptions, "despiteFreeze">,
): ReleaseOptions {
  const { restore, force, skipJobs, forceRestore, keepDrift, emptyVolumes, timeoutSeconds } = request;
  // What was frozen since, somebody may have to go past now.
  const despiteFreeze = given.despiteFreeze ?? request.despiteFreeze;
  return defined({
    ...{ proposal: id, message: description, restore, force, skipJobs, forceRestore, despiteFreeze },
    keepDrift: keepDrift === undefined ? undefined : [...keepDrift],
    emptyVolume: emptyVolumes === undefined ? undefined : [...emptyVolumes],
    timeout: timeoutSeconds === undefined ? undefined : `${timeoutSeconds}s`,
  });
}

/** The services that leave with it: whoever approved it has seen them named. Pure. */
export function leavingIn({ changes }: Pick<Proposal, "changes">): string[] {
  return changes.filter(({ removed }) => removed === true).map(({ service }) => service);
}

/** @throws UsageProblem PROPOSAL_OPTION: what others have approved has its own. */
function refuseBesideProposal(targets: readonly string[], options: CarryOutOptions): void {
  const asked: [string, unknown][] = [
    ...targets.map((target): [string, true] => [target, true]),
    ["-m", options.message],
    ["--no-restore", options.restore === false ? true : undefined],
    ["--timeout", options.timeout],
    ["--force", options.force],
    ["--skip-jobs", options.skipJobs],
    ["--force-restore", options.forceRestore],
    ["--keep-drift", options.keepDrift],
    ["--empty-volume", options.emptyVolume],
    ["--remove", options.remove],
    ["--with-data", options.withData],
    ["--canary", options.canary],
    ["--supersede", options.supersede],
  ];
  const given = asked.flatMap(([option, value]) => (value === undefined ? [] : option));
  if (given.length === 0) return;
  throw new UsageProblem({
    code: "PROPOSAL_OPTION",
    what: `--proposal carries out what was approved as it stands, and ${given.join(", ")} ${given.length === 1 ? "is" : "are"} not part of it`,
    next: "leave them out; to release something else, propose that: the same command without --proposal",
  });
}
