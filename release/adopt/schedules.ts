import { isSchedule } from "../../components/config/cron.ts";
import type { Live } from "./live.ts";
import type { LiveCronJob } from "./shapes.ts";
import { unfitObject } from "./unfit.ts";
import { podTemplateOf, type NotTaken, type Scheduled } from "./workload.ts";

/** The CronJobs of a namespace that can become services, and why others cannot. Pure. */
export function schedulesIn(
  live: Live,
  isWanted: (name: string) => boolean,
): { workloads: Scheduled[]; refused: NotTaken[] } {
  const found = (live.CronJob as LiveCronJob[])
    .filter(({ metadata }) => isWanted(metadata.name))
    .map((cronJob) => {
      const workload = scheduleOf(cronJob, live);
      return { workload, why: unfit(workload, live) };
    });
  return {
    workloads: found.flatMap(({ workload, why }) => (why === undefined ? [workload] : [])),
    refused: found.flatMap(({ workload: { name }, why }) =>
      why === undefined ? [] : [{ kind: "CronJob", name, why }],
    ),
  };
}

function scheduleOf(cronJob: LiveCronJob, live: Live): Scheduled {
  const { name } = cronJob.metadata;
  const isOwn = cronJob.spec.jobTemplate.spec.template.spec.serviceAccountName === name;
  const account = isOwn ? live.ServiceAccount.find(({ metadata }) => metadata.name === name) : undefined;
  return { name, cronJob, ...(account === undefined ? {} : { account }), routes: [] };
}

function unfit(workload: Scheduled, live: Live): string | undefined {
  const { name, cronJob } = workload;
  const { schedule, jobTemplate } = cronJob.spec;
  const why = unfitObject(cronJob, podTemplateOf(workload));
  if (why !== undefined) return why;
  if (live.Deployment.some(({ metadata }) => metadata.name === name))
    return `Deployment ${name} is the service of that name; a service is one of the two`;
  if (!isSchedule(schedule))
    return `its schedule "${schedule}" is not five cron fields: write it so, and a time zone as timeZone (kubectl patch)`;
  return jobTemplate.spec.manualSelector === true
    ? "its Jobs find their pods by a selector of their own (manualSelector)"
    : undefined;
}
