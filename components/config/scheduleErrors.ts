import { templates } from "../templates.ts";
import { nextTime } from "./cron.ts";
import type { Service } from "./stackConfig.ts";

/** Why each of these says nothing of runs that end. */
const senseless: Record<string, string> = {
  replicas: "one pod runs at a time",
  autoscaling: "one pod runs at a time",
  ports: "it answers nobody",
  service: "it answers nobody, so no Service leads to it",
  route: "it answers nobody, so no route leads to it",
  routes: "it answers nobody, so no route leads to it",
  probes: "it has succeeded when its process ends with exit code 0",
  rollout: "no pods are swapped; what begins from then on is the new version (cronJob.deadline bounds a run)",
  canary: "no requests are shared out among runs",
  budget: "no pod stays for an eviction to count",
  restart: "each run is a new pod",
  selector: "no Deployment finds its pods",
  renamedFrom:
    "nothing serves that must not pause: remove the schedule of the old name (release up --remove), and release that of the new one",
};

/** What makes no sense where a service runs to its end, and what does only there. */
export function scheduleErrors(service: Service): string[] {
  const { name, cronJob, template, layers, release } = service;
  const root = `releases:services.${name}`;
  const meant = templates.get(template)?.defaults.cronJob !== undefined;
  if (cronJob === undefined) {
    return meant ? [`${root}.cronJob: missing; template ${template} runs to its end on a schedule`] : [];
  }
  if (!meant) {
    return [
      `${root}.cronJob: template ${template} makes pods that go on running; with a schedule, say template: schedule`,
    ];
  }
  const never = nextTime(cronJob.schedule, cronJob.timeZone, new Date("2024-01-01T00:00:00Z")) === undefined;
  const said = Object.keys(senseless).filter((key) => (layers.basic[key] ?? undefined) !== undefined);
  const canary =
    release.canary === undefined
      ? []
      : [`releases:current.${name}.canary: no requests are shared out among runs; leave it out`];
  const restarted =
    release.restartedAt === undefined
      ? []
      : [`releases:current.${name}.restartedAt: no pods go on running; to run it now: release run ${name}`];
  return [
    ...(never ? [`${root}.cronJob.schedule: "${cronJob.schedule}" never comes; check its day and month`] : []),
    ...said.map((key) => `${root}.${key}: a schedule runs to its end: ${senseless[key] ?? ""}; leave it out`),
    ...canary,
    ...restarted,
  ];
}
