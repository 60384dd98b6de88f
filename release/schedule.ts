import type { V1CronJob, V1Job } from "@kubernetes/client-node";
import { apiProblem, isNotFound } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { nextTime } from "../components/config/cron.ts";

/** One run of a schedule that is over. */
export interface LastRun {
  result: "succeeded" | "failed";
  /** Times, ISO 8601. */
  startedAt: string;
  endedAt: string;
  /** Its Job. */
  name: string;
}

/** What a CronJob and its Jobs tell of the runs. */
export interface ScheduleStatus {
  /** Runs that go on. */
  running: number;
  last?: LastRun;
  /** When the next one begins by itself; absent where none does. ISO 8601. */
  next?: string;
  /** In its time zone, as somebody there says it. */
  timeZone: string;
  suspended: boolean;
}

/** Pure. @param jobs of this CronJob, in any order */
export function scheduleStatus({ spec }: V1CronJob, jobs: readonly V1Job[], now: Date): ScheduleStatus {
  const { schedule, timeZone = "Etc/UTC", suspend = false } = spec;
  const ends = jobs.flatMap((job) => endOf(job) ?? []).sort((a, b) => (a.endedAt < b.endedAt ? 1 : -1));
  const next = suspend ? undefined : nextTime(schedule, timeZone, now)?.toISOString();
  const [last] = ends;
  return {
    running: jobs.length - ends.length,
    ...(last === undefined ? {} : { last }),
    ...(next === undefined ? {} : { next }),
    timeZone,
    suspended: suspend,
  };
}

/** How a Job ended; undefined while it goes on. */
export function endOf({ metadata, status }: V1Job): LastRun | undefined {
  const end = (status?.conditions ?? []).find(
    ({ type, status: is }) => is === "True" && (type === "Complete" || type === "Failed"),
  );
  if (end === undefined) return undefined;
  const endedAt = timeOf(status?.completionTime) ?? timeOf(end.lastTransitionTime) ?? "";
  return {
    result: end.type === "Complete" ? "succeeded" : "failed",
    startedAt: timeOf(status?.startTime) ?? endedAt,
    endedAt,
    name: metadata?.name ?? "",
  };
}

function timeOf(time: Date | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

/** The Jobs of a namespace that CronJobs have made, or `release run` from them; some before the CronJob was adopted. */
export async function scheduledJobs(cluster: Cluster, namespace: string): Promise<V1Job[]> {
  try {
    const { items } = await cluster.batch.listNamespacedJob({ namespace });
    return items.filter((job) => scheduleOf(job) !== undefined);
  } catch (error) {
    throw apiProblem(error, `listing the jobs of namespace ${namespace}`);
  }
}

/** The CronJob that a Job is a run of. */
export function scheduleOf({ metadata }: V1Job): string | undefined {
  return metadata?.ownerReferences?.find(({ kind, controller }) => kind === "CronJob" && controller === true)?.name;
}

/** Undefined where there is none. */
export async function cronJobNamed(cluster: Cluster, namespace: string, name: string): Promise<V1CronJob | undefined> {
  try {
    return await cluster.batch.readNamespacedCronJob({ namespace, name });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw apiProblem(error, `reading CronJob ${namespace}/${name}`);
  }
}
