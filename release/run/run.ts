import type { V1CronJob, V1Job } from "@kubernetes/client-node";
import { apiProblem, apiStatus, isConflict } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { stopIfCancelled } from "../../errors/cancelled.ts";
import { exitCodes, Problem, UsageProblem } from "../../errors/problem.ts";
import { thisProcess } from "../../host/thisProcess.ts";
import { seenAs, type ReleaseRecord } from "../../records/record.ts";
import { newRecordId } from "../../records/recordId.ts";
import { pastFreezes } from "../check/frozen.ts";
import { serviceNamed } from "../verbs/serviceNamed.ts";
import { cronJobNamed, scheduledJobs, scheduleOf } from "../schedule.ts";
import { versionOf } from "../status.ts";
import { announce } from "./announce.ts";
import { closeRuns } from "./close.ts";
import type { RunContext } from "./context.ts";
import { decideRun } from "./decide.ts";
import { followRun, type RunOutcome } from "./follow.ts";
import { manualJob } from "./manualJob.ts";

export interface RunRequest {
  service: string;
  description?: string;
  despiteFreeze?: string;
  /** When it was asked for, in ms since 1970. */
  since: number;
}

/**
 * Begins one run of a schedule now, and follows it to its end. The same call once more follows the run that is on its way.
 * Takes no lock: a release of the schedule does not touch a run that has begun.
 * @throws UsageProblem SERVICE_UNKNOWN, RUN_OF_PODS, RUN_NOT_RELEASED; Problem RUN_UNDER_WAY
 */
export async function run(request: RunRequest, context: RunContext): Promise<RunOutcome> {
  const { cluster, records, emit } = context;
  const cronJob = await scheduleNamed(request.service, context);
  const { namespace = "", name = "" } = cronJob.metadata ?? {};
  const known = await records.list();
  await closeRuns(known, { cluster, records });
  stopIfCancelled(context);
  const jobs = (await scheduledJobs(cluster, namespace)).filter((job) => scheduleOf(job) === name);
  const decision = decideRun(cronJob, jobs, request.since);
  switch (decision.kind) {
    case "busy":
      throw underWay(name, decision.job);
    case "join":
      return join(decision.job, context);
    case "begin": {
      const { service, despiteFreeze } = request;
      const words = despiteFreeze === undefined ? {} : { despiteFreeze };
      const past = await pastFreezes(cluster, context.stack, { kind: "run", services: [service], ...words });
      const record = { ...newRun(cronJob, decision.name, request, context), ...past };
      await records.save(record);
      const job = await begin(cronJob, record, context);
      if (job !== undefined) {
        const unknown = cronJob.spec.concurrencyPolicy === "Allow" ? undefined : await announce(cluster, cronJob, job);
        if (unknown !== undefined)
          emit(
            note(`the schedule does not know of this run (${unknown}): at its next time another may begin beside it`),
          );
        return followRun(job, record, context);
      }
      await records.remove(record);
      return join(await readJob(cluster, namespace, decision.name), context);
    }
  }
}

async function scheduleNamed(name: string, { stack, cluster, emit }: RunContext): Promise<V1CronJob> {
  const { service, parameters } = serviceNamed(stack, name);
  const namespace = stack.services.get(service)?.namespace ?? stack.namespace;
  const declared = stack.config.services.find((one) => one.name === service);
  if (declared?.cronJob === undefined) {
    throw new UsageProblem({
      code: "RUN_OF_PODS",
      what: `${service} is no schedule: its pods go on running`,
      where: `releases:services.${service}.template`,
      next: `for new pods: release restart ${service}; what is to run to its end is a service of its own, with template: schedule`,
    });
  }
  const cronJob = await cronJobNamed(cluster, namespace, service);
  if (cronJob === undefined) {
    throw new UsageProblem({
      code: "RUN_NOT_RELEASED",
      what: `${service} is not in the cluster: there is no CronJob ${namespace}/${service}`,
      next: `release up ${service}`,
    });
  }
  const runs = versionIn(cronJob);
  if (runs !== parameters.release.version) {
    emit(note(`${service} runs ${runs}, as it was released; the file says ${parameters.release.version}`));
  }
  return cronJob;
}

function newRun(
  cronJob: V1CronJob,
  job: string,
  { service, description }: RunRequest,
  { stack, operator, user }: RunContext,
): ReleaseRecord {
  const { namespace = "" } = cronJob.metadata ?? {};
  const at = new Date();
  const open = { runs: "run", older: "yes", result: "running", version: versionIn(cronJob) } as const;
  return {
    id: newRecordId(at),
    project: stack.project,
    stack: stack.name,
    kind: "run",
    changes: [],
    operator,
    ...seenAs(user()),
    ...(description === undefined ? {} : { description }),
    startedAt: at.toISOString(),
    phases: [],
    result: "running",
    jobs: [{ service, job: service, namespace, name: job, ...open }],
    process: thisProcess(),
  };
}

/** Undefined where somebody else has begun the very same a moment ago. */
async function begin(
  cronJob: V1CronJob,
  record: ReleaseRecord,
  { cluster, records, operator }: RunContext,
): Promise<V1Job | undefined> {
  const { namespace = "" } = cronJob.metadata ?? {};
  const body = manualJob(cronJob, record.jobs?.[0]?.name ?? "", { operator, release: record.id });
  try {
    return await cluster.batch.createNamespacedJob({ namespace, body });
  } catch (error) {
    if (isConflict(error)) return undefined;
    // Of an answer that did not come nobody knows: the record is closed by what is there, next time.
    if (apiStatus(error) !== undefined) await records.remove(record).catch(() => undefined);
    throw apiProblem(error, `beginning a run of ${namespace}/${cronJob.metadata?.name ?? ""}`);
  }
}

async function join(job: V1Job, context: RunContext): Promise<RunOutcome> {
  const { name = "", annotations = {} } = job.metadata ?? {};
  const who = annotations["releases/operator"] ?? "somebody";
  context.emit(note(`Job ${name}, begun by ${who}, is this run: followed, and none begun beside it`));
  const known = await context.records.list();
  // Of two who asked in the same moment both may still have a record of it.
  const record = known.find(({ id }) => id === annotations["releases/release"]);
  return { ...(await followRun(job, record, context)), joined: true };
}

async function readJob(cluster: Cluster, namespace: string, name: string): Promise<V1Job> {
  try {
    return await cluster.batch.readNamespacedJob({ namespace, name });
  } catch (error) {
    throw apiProblem(error, `reading Job ${namespace}/${name}`);
  }
}

function underWay(service: string, { metadata, status }: V1Job): Problem {
  const since =
    status?.startTime === undefined ? "" : `, since ${new Date(status.startTime).toISOString().slice(0, 19)}Z`;
  return new Problem({
    code: "RUN_UNDER_WAY",
    what: `a run of ${service} goes on (Job ${metadata?.name ?? ""}${since}), and two at once are not wanted (cronJob.concurrency)`,
    next: `release logs ${service} --follow shows it; once it is over: release run ${service}`,
    exitCode: exitCodes.locked,
  });
}

function versionIn({ spec }: V1CronJob): string {
  return versionOf(spec.jobTemplate.spec?.template.spec?.containers[0]?.image ?? "");
}

function note(message: string) {
  return { type: "note" as const, at: Date.now(), level: "warning" as const, message };
}
