import { splitOf } from "../../components/objects/canarySplit.ts";
import { collectEvidence, type Evidence } from "../../rollout/evidence.ts";
import { readStack } from "../../parameters/stack.ts";
import type { ReleaseOutcome } from "../release.ts";
import { awayEdits, clearEdits } from "./edits.ts";
import { awaitGateways } from "./gateway.ts";
import type { CanaryService } from "./steps.ts";
import { releaseCanary } from "./take.ts";
import { walkedServices, type Walk } from "./walking.ts";

/** Logs lines kept of each container. */
const maxLines = 200;

/**
 * Takes a canary back: the traffic first, which is asked of the gateway, then the pods. By replicas both are one. What its
 * pods have to say is taken before they go.
 */
export async function abort(walking: Walk, why: string): Promise<ReleaseOutcome[]> {
  const services = walkedServices(walking).filter(({ service }) => service.release.canary !== undefined);
  const names = services.map(({ service }) => service.name);
  if (names.length === 0) return [];
  const evidence = collected(walking, services);
  // What takes a canary back needs nobody's leave but that of who asked for the abort.
  const steady: Walk = { ...walking, context: { ...walking.context, signal: new AbortController().signal } };
  const weighed = services.filter(({ service }) => splitOf(service) !== "replicas");
  if (weighed.length === 0) {
    const found = await evidence;
    const gone = await releaseCanary(steady, "abort", clearEdits(names, standing(steady)), why);
    await keep(steady, gone, found);
    return [gone];
  }
  const away = await releaseCanary(steady, "abort", awayEdits(names, standing(steady)), why);
  await keep(steady, away, await evidence);
  if (away.record.result !== "succeeded") return [away];
  await Promise.all(weighed.map((one) => noteGateways(steady, one)));
  const after: Walk = { ...steady, releases: [away], figures: [], points: [] };
  return [away, await releaseCanary(after, "clear", clearEdits(names, standing(steady)))];
}

function standing({ context }: Walk) {
  return readStack(context.location);
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

/** The pods go once no gateway sends them anything: it is asked, not hoped for. */
async function noteGateways({ context }: Walk, { service: { name } }: CanaryService): Promise<void> {
  const service = readStack(context.location).config.services.find((one) => one.name === name);
  if (service === undefined) return;
  const answer = await awaitGateways(context.cluster, service);
  if (answer.goesBy === true) return;
  const message =
    answer.goesBy === undefined
      ? `${name}: ${answer.note}; its pods end after their drain`
      : `${name}: the gateway does not go by the new weight yet; its pods end after their drain`;
  context.emit({ type: "note", at: Date.now(), level: answer.goesBy === undefined ? "info" : "warning", message });
}
