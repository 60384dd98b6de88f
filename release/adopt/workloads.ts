import { serviceNameLimit } from "../../components/config/service.ts";
import type { Live, LiveObject } from "./live.ts";
import { routesTo } from "./routes.ts";
import type { LiveAutoscaler, LiveBudget, LiveDeployment, LiveService } from "./shapes.ts";

/** A Deployment with what goes with it under its name: what becomes one service. */
export interface Workload {
  name: string;
  deployment: LiveDeployment;
  service?: LiveService;
  autoscaler?: LiveAutoscaler;
  budget?: LiveBudget;
  account?: LiveObject;
  /** Ingresses and HTTPRoutes that lead to the Service alone, under whatever name. */
  routes: LiveObject[];
}

/** An object, and why it is not taken over. */
export interface NotTaken {
  kind: string;
  name: string;
  why: string;
}

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
  const workloads = refusals.flatMap(({ workload, why }) => (why === undefined ? [workload] : []));
  return {
    workloads,
    refused: [
      ...refusals.flatMap(({ workload: { name }, why }) =>
        why === undefined ? [] : [{ kind: "Deployment", name, why }],
      ),
      ...(["StatefulSet", "DaemonSet", "CronJob"] as const).flatMap((kind) =>
        live[kind]
          .filter(({ metadata }) => isWanted(kind, metadata.name))
          .map(({ metadata }) => ({ kind, name: metadata.name, why: otherKinds[kind] })),
      ),
    ],
    left: workloads.flatMap((workload) => leftBeside(workload, live)),
  };
}

const otherKinds = {
  StatefulSet:
    "its pods have names and volumes of their own and are replaced one by one, which is no service here; it stays as it is",
  DaemonSet: "it has a pod on each node, which is no service here; it stays as it is",
  CronJob: "it runs to its end and is no service; it stays as it is",
};

function workloadOf(deployment: LiveDeployment, live: Live): { workload: Workload; autoscalers: LiveAutoscaler[] } {
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
function unfit({ name, deployment }: Workload, autoscalers: readonly LiveAutoscaler[]): string | undefined {
  const { metadata, spec, status = {} } = deployment;
  const { updatedReplicas = 0, availableReplicas = 0, replicas = 0 } = status;
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  const image = spec.template.spec.containers[0]?.image ?? "";
  const pulumi = metadata.managedFields?.some(({ manager = "" }) => /^pulumi-(kubernetes|resource)/.test(manager));
  if (owner !== undefined) return `${owner.kind} ${owner.name} made it and would undo every change of ours`;
  if (pulumi === true) return "a Pulumi program has it already; if that is gone: release adopt --undo there, first";
  if (name.length > serviceNameLimit || !/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name))
    return `its name is no service's: a-z, 0-9 and "-", starting with a letter, at most ${serviceNameLimit} characters`;
  if ((spec.selector.matchExpressions ?? []).length > 0) return "it finds its pods by expressions, not by labels alone";
  if (spec.paused === true) return "it is paused: kubectl rollout resume, then again";
  if (!image.slice(image.lastIndexOf("/") + 1).includes(":"))
    return `its image ${image} has no tag, so no version is known: kubectl set image`;
  if (/:[^/@]+@/.test(image)) return `its image ${image} is named by tag and digest: by one of them a version is told`;
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
function leftBeside({ name, deployment, routes }: Workload, live: Live): NotTaken[] {
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
