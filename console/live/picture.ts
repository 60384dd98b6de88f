import type { Stack } from "../../parameters/stack.ts";
import type { ServiceChange } from "../../records/record.ts";
import { asLeft, deploymentStatus, type LiveStatus } from "../../release/status.ts";
import type { ServicePods } from "../api/live.ts";
import type { ServiceRow } from "../api/overview.ts";
import type { ServiceStory } from "./recordIndex.ts";
import { groupOf, rowOf } from "./rows.ts";
import { deploymentSeen, podsOf, scheduleSeen } from "./serviceStatus.ts";
import type { StackObjects } from "./stackObjects.ts";

/** What the rows of a stack are made of. */
export interface PictureParts {
  stack: Stack;
  objects: StackObjects;
  stories: ReadonlyMap<string, ServiceStory>;
  /** Released, and no more in the stack's file. */
  left: ReadonlyMap<string, ServiceChange>;
  drift: ReadonlyMap<string, number>;
  elsewhere: (service: string) => Record<string, string>;
}

/** One service as it is now: its row, unless it has left and is gone, and the pods of its Deployments. */
export interface ServiceLook {
  row: ServiceRow | undefined;
  pods: ServicePods[];
}

/** Looks at one service. Pure, for what the objects are now. */
export function lookAt(name: string, parts: PictureParts, now: Date): ServiceLook {
  const { stack, objects, left } = parts;
  const service = stack.config.services.find((one) => one.name === name);
  const namespace = service?.namespace ?? left.get(name)?.namespace ?? stack.namespace;
  const wanted = service?.release.version;
  const of = { service: name, namespace, ...(wanted === undefined ? {} : { wanted }) };
  if (service?.cronJob !== undefined) {
    const seen = scheduleSeen(name, objects.cronJobs(), objects.jobs(), now);
    return { row: row({ ...of, ...seen }, parts), pods: [] };
  }
  const pods = rolloutOf(name, namespace, objects, now);
  const snapshot = objects.snapshot(namespace, name);
  if (pods === undefined || snapshot === undefined) {
    return { row: service === undefined ? undefined : row({ ...of, ...deploymentStatus(undefined) }, parts), pods: [] };
  }
  const canary = rolloutOf(`${name}-canary`, namespace, objects, now);
  const seen = deploymentSeen(snapshot, pods.status);
  return {
    row: row({ ...of, ...seen }, parts),
    pods: [
      { service: name, ...pods },
      ...(canary === undefined ? [] : [{ service: name, canary: true as const, ...canary }]),
    ],
  };
}

/** Undefined where there is no such Deployment. */
function rolloutOf(name: string, namespace: string, objects: StackObjects, now: Date) {
  const snapshot = objects.snapshot(namespace, name);
  return snapshot?.deployment === undefined ? undefined : podsOf(snapshot, now.getTime());
}

function row(status: LiveStatus, { stack, stories, left, drift, elsewhere }: PictureParts): ServiceRow {
  const { service: name } = status;
  return rowOf({
    service: stack.config.services.find((one) => one.name === name),
    status: left.has(name) ? asLeft(status) : status,
    group: groupOf(stack, name),
    story: stories.get(name),
    drift: drift.get(name) ?? 0,
    elsewhere: elsewhere(name),
  });
}
