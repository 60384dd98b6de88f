import { setTimeout as sleep } from "node:timers/promises";
import { isLeaving } from "../../components/objects/canaryPods.ts";
import { splitOf } from "../../components/objects/canarySplit.ts";
import { collectEvidence, type Evidence } from "../../rollout/evidence.ts";
import { inForce } from "../../records/choose.ts";
import { readStack } from "../../parameters/stack.ts";
import type { StackFileEdit } from "../../parameters/stackFileEdit.ts";
import type { ReleaseOutcome } from "../release.ts";
import { asReleased } from "./asReleased.ts";
import { awayEdits, clearEdits } from "./edits.ts";
import { sameCanary, type Expected } from "./expected.ts";
import { awaitGateways } from "./gateway.ts";
import type { CanaryService } from "./steps.ts";
import { releaseCanary } from "./take.ts";
import { standingServices, type Walk } from "./walking.ts";

/** Logs lines kept of each container. */
const maxLines = 200;
/** Longest that a gateway which cannot be asked is known to take, in ms: Traefik's throttle, and the way to it. */
const unaskedMs = 3000;

/**
 * Takes a canary back: the traffic first, which is asked of the gateway, then the pods. By replicas both are one. What its
 * pods have to say is taken before they go. What else the stack's file says by now is not released with it.
 */
export async function abort(walking: Walk, why: string): Promise<ReleaseOutcome[]> {
  // Ctrl-C does not stop it: it is the way to what everybody met before.
  const context = { ...walking.context, signal: new AbortController().signal };
  const steady: Walk = { ...walking, context, expected: await present(walking) };
  const services = standingServices(readStack(context.location), [...walking.request.versions.keys()]);
  const names = services
    .map(({ service }) => service.name)
    .filter((name) => steady.expected.get(name)?.canary !== undefined);
  if (names.length === 0) return [];
  const weighed = services.filter(({ service }) => names.includes(service.name) && splitOf(service) !== "replicas");
  if (weighed.length === 0) {
    const evidence = await collected(steady, services);
    const gone = await releaseCanary(steady, "abort", await held(clearEdits(names, steady.expected), steady), why);
    await keep(steady, gone, evidence);
    return [gone];
  }
  const releases: ReleaseOutcome[] = [];
  if (!weighed.every(({ service }) => isLeaving(service))) {
    const evidence = collected(steady, services);
    const away = await releaseCanary(steady, "abort", await held(awayEdits(names, steady.expected), steady), why);
    await keep(steady, away, await evidence);
    if (away.record.result !== "succeeded") return [away];
    releases.push(away);
  }
  await Promise.all(weighed.map((one) => gatewaysGone(steady, one)));
  const cleared = await releaseCanary(
    { ...steady, figures: [], points: [] },
    "clear",
    await held(clearEdits(names, steady.expected), steady),
  );
  return [...releases, cleared];
}

/**
 * What the services run with by the releases on record; where there is none, by the stack's file. A version that somebody
 * has written there meanwhile is not to be brought by an abort.
 */
async function present({ context, expected }: Walk): Promise<Expected> {
  const records = await context.records.list();
  return new Map(
    [...expected].map(([service, written]) => {
      const runs = inForce(records, service)?.release ?? written;
      if (!sameCanary(runs, written)) {
        const message = `${service}: the stack's file said ${written.version}, and goes back to ${runs.version}, which serves`;
        context.emit({ type: "note", at: Date.now(), level: "warning", message });
      }
      return [service, runs];
    }),
  );
}

async function held(edits: StackFileEdit[], { context }: Walk): Promise<StackFileEdit[]> {
  const found = asReleased(edits, readStack(context.location), await context.records.list());
  for (const message of found.notes) context.emit({ type: "note", at: Date.now(), level: "warning", message });
  return found.edits;
}

async function collected({ context }: Walk, services: readonly CanaryService[]): Promise<Evidence[]> {
  const found = await Promise.all(
    services.map(({ service: { name, namespace } }) => {
      const workload = { kind: "Deployment" as const, namespace, name: `${name}-canary` };
      return collectEvidence(context.cluster, workload, { redact: [], maxLines }).catch(() => undefined);
    }),
  );
  return found.filter((one) => one !== undefined);
}

async function keep({ context }: Walk, { record }: ReleaseOutcome, evidence: Evidence[]): Promise<void> {
  if (evidence.length === 0) return;
  await context.records.saveEvidence(record, evidence).catch(() => undefined);
}

/** The pods go once no gateway sends them anything: it is asked, not hoped for; one that cannot be is given its time. */
async function gatewaysGone({ context }: Walk, { service: { name } }: CanaryService): Promise<void> {
  const service = readStack(context.location).config.services.find((one) => one.name === name);
  if (service === undefined) return;
  const answer = await awaitGateways(context.cluster, service);
  if (answer.goesBy === true) return;
  const why = answer.goesBy === undefined ? answer.note : "the gateway does not go by the new weight yet";
  const level = answer.goesBy === undefined ? "info" : "warning";
  context.emit({ type: "note", at: Date.now(), level, message: `${name}: ${why}; its pods end after their drain` });
  await sleep(unaskedMs);
}
