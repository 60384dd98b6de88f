import type { Command } from "commander";
import { basicUnknownText } from "../../records/basicUnknown.ts";
import { readText } from "../../components/config/stackFile.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { checkImages } from "../../release/imageCheck/imageCheck.ts";
import type { ReleaseKind } from "../../records/record.ts";
import { readStack, serviceFiles } from "../../parameters/stack.ts";
import { changedStackFile, type StackFileChange } from "../../parameters/changedStackFile.ts";
import { basesOf, type StackFileEdit } from "../../parameters/stackFileEdit.ts";
import { jobsAsked } from "../../release/verbs/jobs.ts";
import { firstOfWalk } from "../../release/canary/first.ts";
import { goesByCanary, wantedCanary } from "../../release/verbs/canary.ts";
import { deployEdits } from "../../release/verbs/deploy.ts";
import { promoteEdits } from "../../release/verbs/promote.ts";
import { restartEdits } from "../../release/verbs/restart.ts";
import { resubmitEdits } from "../../release/verbs/resubmit.ts";
import { rollbackEdits, withEarlierState } from "../../release/verbs/rollback.ts";
import { otherOperation } from "../deployment.ts";
import { globalOptions } from "../globalOptions.ts";
import { interruptible } from "../interrupt.ts";
import { processOutput, type Output } from "../output.ts";
import { history, openSession, type Session } from "../session.ts";
import { refuseBesideCanary } from "./canaryOptions.ts";
import { previewRelease } from "./preview.ts";
import { runRelease, type ReleaseOptions } from "./runRelease.ts";
import { stackFile } from "../../parameters/location.ts";

interface Wanted {
  kind: ReleaseKind;
  edits: StackFileEdit[];
  remove?: string[];
  withData?: boolean;
  of?: string;
  /** Asked last, of what is really to be released: it may take its time, and make pods. */
  check?: () => Promise<void>;
}

export interface RollbackOptions {
  /** Id of the release to go back to. */
  to?: string;
  all?: boolean;
  group?: string;
}

/** Each verb only says which parameters it wants; the process is the same for all. */
export async function up(targets: string[], command: Command): Promise<void> {
  const options: UpOptions = command.opts();
  if (options.proposal !== undefined) {
    const { carryOut } = await import("./carryOut.ts");
    await carryOut(options.proposal, targets, command);
    return;
  }
  const session = openSession(globalOptions(command));
  const named = expandGroups(targets, session);
  const { canary = false, supersede = false } = options;
  if (!goesByCanary(named, session.stack, canary)) {
    await finish(command, session, {
      kind: "deploy",
      edits: deployEdits(named, session.stack),
      ...removalOptions(command),
    });
    return;
  }
  refuseBesideCanary(options);
  const output = processOutput(globalOptions(command));
  if (options.dryRun === true) await previewCanary(session, named, { supersede, ...options }, output);
  else if (mayRelease(options, output)) {
    const { beginCanary } = await import("./canary.ts");
    await beginCanary(session, named, { supersede }, command);
  }
}

interface UpOptions extends ReleaseOptions {
  canary?: boolean;
  supersede?: boolean;
  dryRun?: boolean;
  remove?: string[];
  withData?: boolean;
}

/** The first step, and in words the others: no more is known before that one stands. */
async function previewCanary(
  session: Session,
  named: readonly string[],
  { supersede = false, keepDrift = [] }: Pick<UpOptions, "supersede" | "keepDrift">,
  output: Output,
): Promise<void> {
  const { outline, edits } = firstOfWalk(wantedCanary(named, session.stack, supersede), session.stack);
  for (const line of outline) output.say(line);
  await previewRelease(session, { edits }, output, keepDrift);
}

/** @throws UsageProblem DATA_OF_NOTHING */
function removalOptions(command: Command): Pick<Wanted, "remove" | "withData"> {
  const { remove = [], withData = false }: { remove?: string[]; withData?: boolean } = command.opts();
  if (remove.length > 0) return { remove, withData };
  if (!withData) return {};
  throw new UsageProblem({
    code: "DATA_OF_NOTHING",
    what: "--with-data says that the data of a removed service goes too, and no service is removed",
    next: "name it: release up --remove SERVICE --with-data",
  });
}

export async function preview(targets: string[], command: Command): Promise<void> {
  const session = openSession(globalOptions(command));
  const named = expandGroups(targets, session);
  const output = processOutput(globalOptions(command));
  const options: UpOptions = command.opts();
  if (goesByCanary(named, session.stack, false)) {
    refuseBesideCanary(options);
    await previewCanary(session, named, options, output);
    return;
  }
  const change = { edits: deployEdits(named, session.stack), ...removalOptions(command) };
  await previewRelease(session, change, output, options.keepDrift ?? []);
}

export function rollback(services: string[], options: RollbackOptions, command: Command): Promise<void> {
  return act(command, async (session, output) => {
    const { stack } = session;
    const whole = options.all === true ? [...stack.services.keys()] : groupOf(session, options.group);
    const names = [...new Set([...expandGroups(services, session), ...whole])];
    if (names.length === 0) {
      throw new UsageProblem({
        code: "SERVICE_MISSING",
        what: "no service was named",
        next: "release rollback SERVICE, or --group NAME, or --all",
      });
    }
    const records = await history(session);
    const able = withEarlierState(names, stack, records, options.to);
    // A service that was named itself is worth an error; one that a group or --all stands for is not.
    const staying = names.filter((name) => !able.includes(name) && !services.includes(name));
    if (staying.length > 0) output.say(stayingText(staying, options.to));
    const going = names.filter((name) => !staying.includes(name));
    const { basicUnknown = [], ...wanted } = rollbackEdits(going, stack, records, options.to);
    for (const service of basicUnknown) output.say(basicUnknownText(service));
    return { kind: "rollback", ...wanted, check: () => checkStillThere(session, wanted, output) };
  });
}

/** Asks whether what is gone back to can still be fetched, as long as nothing has changed. */
async function checkStillThere({ cluster, location }: Session, change: StackFileChange, output: Output): Promise<void> {
  const file = readText(stackFile(location), location.stack);
  const files = serviceFiles(location);
  const stack = readStack(location, changedStackFile(file, change, basesOf(files, location.stack)), files);
  const interrupt = interruptible(output, "Removing the pods that ask for images; Ctrl-C again stops at once.");
  try {
    const unchecked = await checkImages(
      cluster,
      stack,
      change.edits.map(({ service }) => service),
      {
        say: (text) => {
          output.say(text);
        },
        signal: interrupt.signal,
      },
    );
    for (const { image, why } of unchecked) output.say(`not checked: whether ${image} is still there (${why})`);
  } finally {
    interrupt.end();
  }
}

function stayingText(services: readonly string[], to: string | undefined): string {
  const why = to === undefined ? "no earlier good release to go back to" : `not in release ${to}`;
  return `left as it is: ${services.join(", ")} (${why})`;
}

export function resubmit(id: string, command: Command): Promise<void> {
  return act(command, async (session, output) => {
    const { basicUnknown = [], ...wanted } = resubmitEdits(await history(session), id, new Date());
    for (const service of basicUnknown) output.say(basicUnknownText(service));
    return { kind: "resubmit", ...wanted };
  });
}

export function restart(services: string[], command: Command): Promise<void> {
  return act(command, (session) => ({
    kind: "restart",
    edits: restartEdits(expandGroups(services, session), session.stack, new Date()),
  }));
}

export async function promote(from: string, to: string, services: string[], command: Command): Promise<void> {
  const options = globalOptions(command);
  const source = openSession({ ...options, stack: from });
  const target = openSession({ ...options, stack: to });
  const edits = promoteEdits(services, source.stack, await history(source), target.stack);
  await finish(command, target, { kind: "promote", edits });
}

async function act(
  command: Command,
  want: (session: Session, output: Output) => Wanted | Promise<Wanted>,
): Promise<void> {
  const session = openSession(globalOptions(command));
  const output = processOutput(globalOptions(command));
  await finish(command, session, await want(session, output));
}

async function finish(command: Command, session: Session, wanted: Wanted): Promise<void> {
  const output = processOutput(globalOptions(command));
  const options: ReleaseOptions & { dryRun?: boolean } = command.opts();
  if (options.dryRun === true) {
    await previewRelease(session, wanted, output, options.keepDrift ?? []);
    return;
  }
  if (!mayRelease(options, output)) return;
  const { check, ...named } = wanted;
  const request = { ...named, edits: jobsAsked(named.edits, session.stack, options, new Date()) };
  await check?.();
  process.exitCode = await runRelease(session, request, options, output);
}

/** False, and said, in a run of Pulumi Deployments that is none of a release. @throws UsageProblem REASON_MISSING */
function mayRelease(options: ReleaseOptions, output: Output): boolean {
  requireReason(options);
  const operation = otherOperation(process.env);
  if (operation === undefined) return true;
  const why = `nothing is released: this run of Pulumi Deployments is one of "${operation}"`;
  output.result([why], { changed: false, release: null });
  return false;
}

/** @throws UsageProblem REASON_MISSING */
function requireReason({ force, skipJobs, forceRestore, message }: ReleaseOptions): void {
  if (message !== undefined) return;
  const wants = (option: string, why: string): UsageProblem =>
    new UsageProblem({ code: "REASON_MISSING", what: `${option} wants a reason`, next: `add -m "${why}"` });
  if (force === true) throw wants("--force", "why it will work this time");
  if (skipJobs === true) throw wants("--skip-jobs", "why they need not run");
  if (forceRestore === true) throw wants("--force-restore", "why the older version goes with the data as it is");
}

/** A group's name stands for its services; `group=version` gives them all that version. */
function expandGroups(names: readonly string[], session: Session): string[] {
  return names.flatMap((name) => {
    const [group = "", ...version] = name.split("=");
    const members = session.stack.services.has(group) ? undefined : session.stack.config.groups[group];
    if (members === undefined) return [name];
    // Whatever follows, also what is malformed, is each member's.
    return members.map((member) => [member, ...version].join("="));
  });
}

function groupOf(session: Session, name: string | undefined): string[] {
  if (name === undefined) return [];
  const members = session.stack.config.groups[name];
  if (members !== undefined) return members;
  throw new UsageProblem({
    code: "GROUP_UNKNOWN",
    what: `stack ${session.stack.name} has no group "${name}"; it has: ${Object.keys(session.stack.config.groups).join(", ") || "none"}`,
    where: session.stack.file,
    next: "check --group, or declare it under releases:groups",
  });
}
