import type { CoreV1Event } from "@kubernetes/client-node";
import type { Ask } from "../cluster/request.ts";
import { lastSeen } from "../rollout/eventTime.ts";
import type { FoundDrift } from "./drift.ts";

/** What the cluster's events still tell of when it happened; they are kept for an hour. */
export async function withTimes(ask: Ask, drift: readonly FoundDrift[]): Promise<FoundDrift[]> {
  const asked = drift.filter((object) => lacksTime(object));
  const namespaces = [...new Set(asked.map(({ namespace = "" }) => namespace))];
  const events = new Map(await Promise.all(namespaces.map(async (name) => [name, await eventsOf(ask, name)] as const)));
  return drift.map((object) =>
    asked.includes(object) ? timed(object, events.get(object.namespace ?? "") ?? []) : object,
  );
}

/** Pure. */
export function timed(object: FoundDrift, events: readonly CoreV1Event[]): FoundDrift {
  const { name = "" } = object;
  if (object.state === "lost") {
    const since = latest(events.filter((event) => stoppedPod(event, name)));
    return since === undefined ? object : { ...object, since };
  }
  const scaled = latest(events.filter(({ reason, involvedObject }) => isScaling(reason, involvedObject, name)));
  if (scaled === undefined) return object;
  const fields = object.fields.map((field) => (field.path === "spec.replicas" ? { at: scaled, ...field } : field));
  return { ...object, fields };
}

/** The API server keeps no time for a change through `scale`. */
function lacksTime({ kind, state, fields }: FoundDrift): boolean {
  return (
    kind === "Deployment" &&
    (state === "lost" || fields.some(({ path, at }) => path === "spec.replicas" && at === undefined))
  );
}

function stoppedPod({ reason, involvedObject }: CoreV1Event, deployment: string): boolean {
  const pod = involvedObject.kind === "Pod" ? (involvedObject.name ?? "") : "";
  return reason === "Killing" && pod.replace(/-[a-z0-9]{6,10}-[a-z0-9]{5}$/, "") === deployment;
}

function isScaling(
  reason: string | undefined,
  { kind, name }: CoreV1Event["involvedObject"],
  deployment: string,
): boolean {
  return reason === "ScalingReplicaSet" && kind === "Deployment" && name === deployment;
}

function latest(events: readonly CoreV1Event[]): string | undefined {
  const times = events.flatMap((event) => lastSeen(event) ?? []);
  return times.length === 0 ? undefined : new Date(Math.max(...times)).toISOString();
}

/** Who may not read them knows less, no more. */
async function eventsOf(ask: Ask, namespace: string): Promise<CoreV1Event[]> {
  try {
    const { items } = await ask(`/api/v1/namespaces/${encodeURIComponent(namespace)}/events`);
    return Array.isArray(items) ? (items as CoreV1Event[]) : [];
  } catch {
    return [];
  }
}
