import { resolve } from "node:path";
import type { Command } from "commander";
import { holderName } from "../../lock/lease.ts";
import { describedStack, placeOf } from "../../parameters/stack.ts";
import { clusterProposals } from "../../records/proposals.ts";
import { operator } from "../../release/operator.ts";
import { newAlarm } from "../../watch/alarm.ts";
import type { Followed } from "../../watch/checkout.ts";
import { releaseCommit, setVersions } from "../../watch/commands.ts";
import { withoutPasswords } from "../../release/git/command.ts";
import { rolledBackOnRecord } from "../../release/set/takenBack.ts";
import { heldBack, parseQuietTime, parseRate } from "../../watch/held.ts";
import { serveHealth, type Health } from "../../watch/health.ts";
import { lead, type Leadership } from "../../watch/leader.ts";
import { leaseMemory } from "../../watch/memory.ts";
import { count, nothingCounted } from "../../watch/metrics.ts";
import { registryClient } from "../../watch/registry/client.ts";
import { dockerCredentials } from "../../watch/registry/credentials.ts";
import { tagFollower } from "../../watch/tags/follower.ts";
import { once } from "../../watch/once.ts";
import { proposalStanding } from "../../watch/proposed.ts";
import { watchBranch, type WatchParts } from "../../watch/watch.ts";
import { globalOptions, type GlobalOptions } from "../globalOptions.ts";
import { interruptible } from "../interrupt.ts";
import { processOutput, type Output } from "../output.ts";
import { projectAbove } from "../project.ts";
import { portOf } from "../port.ts";
import { openLook, type Session } from "../session.ts";
import { intervalSeconds } from "../watch.ts";
import { beginWatching, type Begun } from "../watched/begin.ts";
import { firstClone } from "../watched/firstClone.ts";
import { followedBranch } from "../watched/followedBranch.ts";
import { stackIn } from "../watched/releaseCommand.ts";

export interface WatchOptions {
  repository?: string;
  branch?: string;
  folder?: string;
  work?: string;
  interval: string;
  each?: boolean;
  quietTime?: string[];
  atMost?: string;
  healthPort?: string;
}

/** Leads, or stands by until it does; then follows the branch until it is told to stop. */
export async function watchStack(options: WatchOptions, command: Command): Promise<void> {
  const given = globalOptions(command);
  const output = processOutput(given);
  const rules = rulesOf(options);
  const folder = resolve(given.cwd ?? process.cwd());
  // A pod begins with nothing; whatever is wrong with a project that is there, a person is to see at once.
  const bare = options.repository !== undefined && projectAbove(folder) === undefined;
  const here = bare ? undefined : openLook(given);
  const followed = await followedBranch(here?.location.projectDir ?? folder, options);
  const health: Health = { ...nothingCounted(), ready: false, leading: false, lookedAt: Date.now() };
  const alarm = newAlarm();
  const port = options.healthPort;
  const endHealth =
    port === undefined ? undefined : await serveHealth(portOf(port, "--health-port"), () => health, alarm.ring);
  const interrupt = interruptible(
    output,
    "Stopping once the release that runs has ended; a second time stops at once.",
  );
  const say = sayer(output);
  try {
    const cwd = here === undefined ? await firstClone(followed, say, interrupt.signal) : given.cwd;
    const global = cwd === undefined ? given : { ...given, cwd };
    if (!interrupt.signal.aborted) {
      const watched = { session: here ?? openLook(global), global, followed, output, health, say };
      await takeTurns(watched, { ...rules, pause: alarm.wait }, interrupt.signal);
    }
    say("stopped");
  } finally {
    interrupt.end();
    endHealth?.();
  }
}

interface Watched {
  session: Session;
  global: GlobalOptions;
  followed: Followed;
  output: Output;
  health: Health;
  say: (line: string) => void;
}

type Rules = Pick<WatchParts, "intervalMs" | "each" | "pause"> & { held: (session: Session) => WatchParts["held"] };

/** Of several that watch, the one whose turn it is releases. */
async function takeTurns(watched: Watched, { held, ...rules }: Rules, stop: AbortSignal): Promise<void> {
  const { session, global, followed, output, health, say } = watched;
  const { project, name } = session.stack;
  const leadership = { ...placeOf(session.stack), operator: operator() };
  health.of = { project, stack: name };
  health.ready = true;
  while (!stop.aborted) {
    const leader = await lead(
      session.cluster,
      leadership,
      stop,
      (lease) => {
        say(`stands by: ${holderName(lease)} watches`);
      },
      ({ code, message }) => {
        say(`${code}: ${message}; trying again`);
      },
    );
    if (leader === undefined) break;
    try {
      health.leading = true;
      health.lookedAt = Date.now();
      say(`watches ${followed.branch} of ${withoutPasswords(followed.repository)} for ${project}/${name}`);
      const over = AbortSignal.any([stop, leader.lost]);
      const begun = await beginWatching(session, global, followed, output, say, over);
      if (begun === undefined) continue;
      const parts = partsOf(session, leadership, begun, health, say);
      await watchBranch({ ...parts, ...rules, held: noted(health, held(session)) }, over);
      if (leader.lost.aborted) say("lost the lead, and stands by");
    } finally {
      health.leading = false;
      health.held = false;
      await leader.release();
    }
  }
}

/** When it looks, and when it lets things be. @throws UsageProblem for what is no time, or no rate */
function rulesOf(options: WatchOptions): Omit<Rules, "pause"> {
  const limits = {
    quiet: (options.quietTime ?? []).map(parseQuietTime),
    rate: options.atMost === undefined ? undefined : parseRate(options.atMost),
  };
  return {
    intervalMs: intervalSeconds(options.interval) * 1000,
    each: options.each === true,
    held:
      ({ records }) =>
      async () =>
        heldBack(limits, limits.rate === undefined ? [] : await records.list(), new Date()),
  };
}

function partsOf(
  { cluster, location, records }: Session,
  leadership: Leadership,
  { checkout, release }: Begun,
  health: Health,
  say: (line: string) => void,
): Omit<WatchParts, "held" | "intervalMs" | "each" | "pause"> {
  const proposals = clusterProposals(cluster, leadership);
  const services = () => describedStack(stackIn(location, release.folder)).config.services;
  return {
    checkout,
    memory: leaseMemory(cluster, leadership),
    followTags: tagFollower({
      checkout,
      registry: registryClient(dockerCredentials()),
      following: () =>
        services().flatMap(({ name, image, release: { version }, follow }) =>
          follow === undefined ? [] : [{ service: name, image, version, follow }],
        ),
      set: (targets) => setVersions(release, targets),
      say,
    }),
    versions: () => Object.fromEntries(services().map(({ name, release: { version } }) => [name, version])),
    async rolledBack(versions) {
      const known = await records.list();
      return new Map(
        Object.entries(versions).flatMap(([service, version]) => {
          const back = rolledBackOnRecord(known, service, version);
          return back === undefined ? [] : [[service, back.why]];
        }),
      );
    },
    async proposal(id) {
      const found = (await proposals.list()).find((one) => one.id === id);
      return found === undefined ? undefined : proposalStanding(found, new Date());
    },
    async release(commit, named) {
      const began = Date.now();
      const ended = await releaseCommit(release, commit, named);
      health.lookedAt = Date.now();
      count(health, ended, { began, committed: commit.at, now: health.lookedAt });
      return ended;
    },
    say,
    looked(well) {
      health.lookedAt = Date.now();
      if (!well) health.failedLooks += 1;
    },
  };
}

/** Tells the metrics too. */
function noted(health: Health, held: WatchParts["held"]): WatchParts["held"] {
  return async () => {
    const why = await held();
    health.held = why !== undefined;
    return why;
  };
}

/** Each line with its time. */
function sayer(output: Output): (line: string) => void {
  return once((line) => {
    const at = new Date();
    output.next([`${at.toISOString().slice(0, 19)}Z ${line}`], { type: "watch", at: at.getTime(), message: line });
  });
}
