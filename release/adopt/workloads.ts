import type { Live, LiveObject } from "./live.ts";
import { routesTo } from "./routes.ts";
import { schedulesIn } from "./schedules.ts";
import type { LiveAutoscaler, LiveBudget, LiveDeployment, LiveService } from "./shapes.ts";
import { unfitObject } from "./unfit.ts";
import type { NotTaken, Serving, Workload } from "./workload.ts";

export interface Found {
  workloads: Workload[];
  /** What was looked for and cannot become a service. */
  refused: NotTaken[];
  /** What goes on as it is, in other hands. */
  left: NotTaken[];
}

/** What of a namespace can become services; `wanted` names workloads (`web`, `deployment/web`), none all. Pure. */
export function workloadsIn(live: Live, wanted: readonly string[]): Found {
  const isWanted = (kind: string, name: string) =>
    wanted.length === 0 || wanted.some((word) => [name, `${kind.toLowerCase()}/${name}`].includes(word.toLowerCase()));
  const deployments = live.Deployment.filter(({ metadata }) => isWanted("Deployment", metadata.name));
  const found = deployments.map((deployment) => workloadOf(deployment as LiveDeployment, live));
  const refusals = found.map(({ workload, autoscalers }) => ({ workload, why: unfit(workload, autoscalers) }));
  const serving = refusals.flatMap(({ workload, why }) => (why === undefined ? [workload] : []));
  const schedules = schedulesIn(live, (name) => isWanted("CronJob", name));
  return {
    workloads: [...serving, ...schedules.workloads],
    refused: [
      ...refusals.flatMap(({ workload: { name }, why }) =>
        why === undefined ? [] : [{ kind: "Deployment", name, why }],
      ),
      ...schedules.refused,
      ...(["StatefulSet", "DaemonSet"] as const).flatMap((kind) =>
        live[kind]
          .filter(({ metadata }) => isWanted(kind, metadata.name))
          .map(({ metadata }) => ({ kind, name: metadata.name, why: otherKinds[kind] })),
      ),
    ],
    left: serving.flatMap((workload) => leftBeside(workload, live)),
  };
}

const otherKinds = {
  StatefulSet:
    "its pods have names and volumes of their own and are replaced one by one, which is no service here; it stays as it is",
  DaemonSet: "it has a pod on each node, which is no service here; it stays as it is",
};

function workloadOf(deployment: LiveDeployment, live: Live): { workload: Serving; autoscalers: LiveAutoscaler[] } {
  const { name } = deployment.metadata;
  const named = <T extends LiveObject>(objects: readonly T[]) => objects.find(({ metadata }) => metadata.name === name);
  const autoscalers = (live.HorizontalPodAutoscaler as LiveAutoscaler[]).filter(
    ({ spec: { scaleTargetRef } }) => scaleTargetRef.kind === "Deployment" && scaleTargetRef.name === name,
  );
  const service = named(servicesOf(deployment, live));
  const autoscaler = named(autoscalers);
  const budget = named(budgetsOf(deployment, live));
  const own = deployment.spec.template.spec.serviceAccountName === name ? named(live.ServiceAccount) : undefined;
  return {
    workload: {
      name,
      deployment,
      ...(service === undefined ? {} : { service }),
      ...(autoscaler === undefined ? {} : { autoscaler }),
      ...(budget === undefined ? {} : { budget }),
      ...(own === undefined ? {} : { account: own }),
      routes: service === undefined ? [] : routesTo(name, live).own,
    },
    autoscalers,
  };
}

function servicesOf(deployment: LiveDeployment, live: Live): LiveService[] {
  return (live.Service as LiveService[]).filter(({ spec }) => finds(spec.selector, deployment));
}

function budgetsOf(deployment: LiveDeployment, live: Live): LiveBudget[] {
  return (live.PodDisruptionBudget as LiveBudget[]).filter(({ spec }) => finds(spec.selector?.matchLabels, deployment));
}

function finds(selector: Record<string, string> = {}, { spec }: LiveDeployment): boolean {
  const labels = spec.template.metadata?.labels ?? {};
  const asked = Object.entries(selector);
  return asked.length > 0 && asked.every(([key, value]) => labels[key] === value);
}

/** Why a Deployment cannot become a service as it is; undefined where it can. */
function unfit({ name, deployment }: Serving, autoscalers: readonly LiveAutoscaler[]): string | undefined {
  const { metadata, spec, status = {} } = deployment;
  const { updatedReplicas = 0, availableReplicas = 0, replicas = 0 } = status;
  const why = unfitObject(deployment, spec.template);
  if (why !== undefined) return why;
  if ((spec.selector.matchExpressions ?? []).length > 0) return "it finds its pods by expressions, not by labels alone";
  if (spec.paused === true) return "it is paused: kubectl rollout resume, then again";
  const behind = (status.observedGeneration ?? 0) < (metadata.generation ?? 0);
  if (behind || updatedReplicas < spec.replicas || availableReplicas < spec.replicas || replicas > spec.replicas)
    return `it is not through with its rollout (${updatedReplicas} of ${spec.replicas} new, ${availableReplicas} available)`;
  const other = autoscalers.find((autoscaler) => autoscaler.metadata.name !== name);
  return (
    other &&
    `its autoscaler is called ${other.metadata.name}; a service's bears the service's name: make it anew as ${name}`
  );
}

/** What goes with a workload under another name, and stays with whoever has it. */
function leftBeside({ name, deployment, routes }: Serving, live: Live): NotTaken[] {
  const { own, shared } = routesTo(name, live);
  const elsewhere = [...own, ...shared].filter((route) => !routes.includes(route));
  const others = [...servicesOf(deployment, live), ...budgetsOf(deployment, live)].filter(
    ({ metadata }) => metadata.name !== name,
  );
  return [
    ...others.map(({ kind, metadata }) => ({
      kind,
      name: metadata.name,
      why: `it goes on with the pods of ${name}, under its own name`,
    })),
    ...elsewhere.map((route) => ({
      kind: route.kind,
      name: route.metadata.name,
      why: `it goes on leading to Service ${name}${shared.includes(route) ? ", as it leads to others or is made by them" : ""}`,
    })),
  ];
}
