import type { V1CronJob, V1Deployment, V1Job } from "@kubernetes/client-node";
import { omit } from "../components/config/omit.ts";
import { apiProblem } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { objectText, type DriftedObject } from "../drift/drift.ts";
import type { Stack } from "../parameters/stack.ts";
import { servicesInForce } from "../records/choose.ts";
import type { ReleaseRecord } from "../records/record.ts";
import { runsOnSchedule } from "../parameters/serviceParameters.ts";
import { capture } from "../rollout/capture.ts";
import { limitsOf } from "../rollout/patience.ts";
import { status } from "../rollout/status.ts";
import { cronJobNamed, scheduledJobs, scheduleOf, scheduleStatus, type ScheduleStatus } from "./schedule.ts";
import { scheduleText } from "./scheduleText.ts";

/** One service as it runs now, beside what the stack's file says. */
export interface LiveStatus {
  service: string;
  namespace: string;
  /** Version that the cluster's Deployment asks for; absent where there is none. */
  runs?: string;
  /** Version that the stack's file asks for; absent of a service that is no longer in it. */
  wanted?: string;
  desired: number;
  available: number;
  state: "healthy" | "rolling" | "failing" | "absent" | "drifted" | "lost" | "scheduled" | "suspended";
  /** What a person should know; empty when all is well. */
  message: string;
  /** Of a service that runs to its end on a schedule. */
  schedule?: ScheduleStatus;
}

type Asked = Pick<LiveStatus, "service" | "namespace" | "wanted"> & { scheduled: boolean };

/** Of every service in the stack's file. */
export function liveStatus(cluster: Cluster, stack: Stack): Promise<LiveStatus[]> {
  const services = [...stack.services].map(([service, { namespace, parameters }]) => {
    return { service, namespace, wanted: parameters.release.version, scheduled: runsOnSchedule(parameters) };
  });
  return statusOf(cluster, services);
}

/** Of those that were released, still run, and are gone from the file. */
export async function leftStatus(
  cluster: Cluster,
  stack: Stack,
  records: readonly ReleaseRecord[],
): Promise<LiveStatus[]> {
  const gone = servicesInForce(records).filter(({ service }) => !stack.services.has(service));
  const seen = await statusOf(
    cluster,
    gone.map(({ service, namespace, after }) => ({ service, namespace, scheduled: runsOnSchedule(after) })),
  );
  return seen.filter(({ state }) => state !== "absent").map(asLeft);
}

/** Of a service that still runs, and is gone from the file. Pure. */
export function asLeft(status: LiveStatus): LiveStatus {
  const gone = `not in the file any more; release up --remove ${status.service} takes it out`;
  return { ...status, message: [status.message, gone].filter(Boolean).join("; ") };
}

async function statusOf(cluster: Cluster, services: readonly Asked[]): Promise<LiveStatus[]> {
  const namespaces = [...new Set(services.map(({ namespace }) => namespace))];
  const deployments = new Map<string, V1Deployment>();
  await Promise.all(
    namespaces.map(async (namespace) => {
      try {
        const found = await cluster.apps.listNamespacedDeployment({ namespace });
        for (const item of found.items) deployments.set(`${namespace}/${item.metadata?.name ?? ""}`, item);
      } catch (error) {
        throw apiProblem(error, `listing the deployments of namespace ${namespace}`);
      }
    }),
  );
  const runs = await liveSchedules(
    cluster,
    services.filter(({ scheduled }) => scheduled),
  );
  return Promise.all(
    services.map(async (asked) => {
      const known = omit(asked, "scheduled");
      const { service, namespace } = known;
      const run = runs.get(service);
      if (run !== undefined) return { ...known, ...run };
      const seen = deploymentStatus(deployments.get(`${namespace}/${service}`));
      const doomed = seen.state === "rolling" ? await doomedRollout(cluster, { namespace, name: service }) : {};
      return { ...known, ...seen, ...doomed };
    }),
  );
}

type Seen = Omit<LiveStatus, "service" | "namespace" | "wanted">;

/** Of the services that run to their end, by name. Stacks without one are asked nothing more. */
async function liveSchedules(cluster: Cluster, services: readonly Asked[]): Promise<Map<string, Seen>> {
  const namespaces = new Set(services.map(({ namespace }) => namespace));
  const jobs = new Map(
    await Promise.all(
      [...namespaces].map(async (namespace) => [namespace, await scheduledJobs(cluster, namespace)] as const),
    ),
  );
  const seen = services.map(async ({ service: name, namespace }): Promise<[string, Seen]> => {
    const own = (jobs.get(namespace) ?? []).filter((job) => scheduleOf(job) === name);
    return [name, cronJobStatus(await cronJobNamed(cluster, namespace, name), own, new Date())];
  });
  return new Map(await Promise.all(seen));
}

/** A CronJob's account of itself and of its runs. Pure. */
export function cronJobStatus(cronJob: V1CronJob | undefined, jobs: readonly V1Job[], now: Date): Seen {
  if (cronJob === undefined) return { desired: 0, available: 0, state: "absent", message: "not released yet" };
  const schedule = scheduleStatus(cronJob, jobs, now);
  const image = cronJob.spec.jobTemplate.spec?.template.spec?.containers[0]?.image;
  const failed = schedule.last?.result === "failed";
  return {
    ...(image === undefined ? {} : { runs: versionOf(image) }),
    desired: schedule.running,
    available: schedule.running,
    state: failed ? "failing" : schedule.suspended ? "suspended" : "scheduled",
    message: scheduleText(schedule, now),
    schedule,
  };
}

/** A CronJob that is there is released, however its runs end. */
export function isSettled({ state, schedule }: Pick<LiveStatus, "state" | "schedule">): boolean {
  return state === "healthy" || schedule !== undefined;
}

/** A Deployment calls a crash loop a rollout until its deadline has passed; its pods know better. */
async function doomedRollout(
  cluster: Cluster,
  { namespace, name }: { namespace: string; name: string },
): Promise<Pick<LiveStatus, "state" | "message"> | Record<string, never>> {
  try {
    const snapshot = await capture(cluster, { kind: "Deployment", namespace, name });
    const verdict = status(snapshot, limitsOf(snapshot), Date.now());
    return verdict.phase === "failed" ? { state: "failing", message: verdict.message } : {};
  } catch {
    // Who may not look at pods sees what the Deployment says.
    return {};
  }
}

/**
 * With what is not as it was last applied: a service that was there and is not is lost, whatever else is; one that serves
 * as Kubernetes sees it has drifted all the same. Pure.
 */
export function withDrift(status: LiveStatus, drift: readonly DriftedObject[]): LiveStatus {
  const own = drift.filter(({ service }) => service === status.service);
  const gone = own.filter(({ state }) => state === "lost");
  if (gone.length > 0) return { ...status, state: "lost", message: gone.map(objectText).join(", ") };
  if (own.length === 0 || !(status.state === "healthy" || status.state === "scheduled")) return status;
  const fields = own.reduce((sum, object) => sum + object.fields.length, 0);
  return { ...status, state: "drifted", message: `${fields} ${fields === 1 ? "field" : "fields"} changed by hand` };
}

/** The Deployment's own account of itself. Pure. */
export function deploymentStatus(deployment: V1Deployment | undefined): Seen {
  if (deployment === undefined) return { desired: 0, available: 0, state: "absent", message: "not released yet" };
  const { spec, status: told } = deployment;
  const desired = spec?.replicas ?? 1;
  const available = told?.availableReplicas ?? 0;
  const image = spec?.template.spec?.containers[0]?.image;
  const runs = image === undefined ? undefined : versionOf(image);
  const progressing = told?.conditions?.find(({ type }) => type === "Progressing");
  const settled =
    (told?.observedGeneration ?? 0) >= (deployment.metadata?.generation ?? 0) &&
    (told?.updatedReplicas ?? 0) === desired &&
    (told?.replicas ?? 0) === desired;
  const base = { ...(runs === undefined ? {} : { runs }), desired, available };
  if (settled && available === desired) return { ...base, state: "healthy", message: "" };
  if (progressing?.status === "False")
    return { ...base, state: "failing", message: progressing.message ?? "no progress" };
  // A rollout that was through once, and now not one pod: an outage, and no rollout that just needs time.
  const down = available === 0 && progressing?.reason === "NewReplicaSetAvailable";
  return { ...base, state: down ? "failing" : "rolling", message: `${available} of ${desired} available` };
}

/** `docker.io/lab/web:v2` → `v2`; `…@sha256:ab…` → `sha256:ab…`; `…:v2@sha256:ab…` → `v2@sha256:ab…` */
export function versionOf(image: string): string {
  const [named = "", digest] = image.split("@");
  const tag = /:([^/:]+)$/.exec(named)?.[1];
  if (digest !== undefined) return tag === undefined ? digest : `${tag}@${digest}`;
  return tag ?? "latest";
}
