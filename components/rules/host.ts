import type { Service } from "../config/stackConfig.ts";
import { objectsOf } from "../objects/objectsOf.ts";
import type { PodShape } from "../objects/readBack/shapes.ts";
import { podsOf, workloadKind } from "../objects/workload.ts";
import { mostCanaryPods } from "../objects/canaryPods.ts";
import { extraPods, mostPods, pods } from "./rule.ts";
import type { Rule } from "./rule.ts";

/** The pods as patched; undefined where no patch says anything of them, for then none of this can be. */
function patchedPods(service: Service): PodShape | undefined {
  const kind = workloadKind(service);
  if (!Object.keys(service.patches).some((target) => target.split("/")[0] === kind)) return undefined;
  const names = { config: "", secrets: "" };
  return podsOf(objectsOf(service, names).find((object) => object.kind === kind));
}

/** What a pod shares with its node, as Kubernetes calls it. */
export function sharedWithNode(service: Service): string[] {
  const pod = patchedPods(service);
  if (pod === undefined) return [];
  const containers = [...(pod.containers ?? []), ...(pod.initContainers ?? [])];
  return [
    ...(["hostNetwork", "hostPID", "hostIPC"] as const).filter((key) => pod[key] === true),
    ...(pod.volumes ?? []).flatMap(({ hostPath }) =>
      hostPath === undefined ? [] : [`hostPath ${hostPath.path ?? ""}`],
    ),
    ...containers.flatMap(({ name, securityContext }) =>
      securityContext?.privileged === true ? [`the privileged container ${name}`] : [],
    ),
    ...hostPorts(pod).map((port) => `hostPort ${port}`),
  ];
}

function hostPorts({ containers = [], hostNetwork }: PodShape): number[] {
  return containers.flatMap(({ ports = [] }) =>
    ports.flatMap(({ containerPort, hostPort }) => hostPort ?? (hostNetwork === true ? containerPort : [])),
  );
}

export const apartFromNode: Rule = {
  code: "SC005",
  check: (service) =>
    sharedWithNode(service).map((shared) => ({
      parameter: `patches.${workloadKind(service)}`,
      message: `the pods have ${shared}: who breaks into one is on its node, and near every other pod there`,
      fix: "take it out of the patch, or waive the rule with the reason",
    })),
};

export const nodePortsSuffice: Rule = {
  code: "ZD021",
  check: (service, { cluster }) => {
    const pod = patchedPods(service);
    const [port] = pod === undefined ? [] : hostPorts(pod);
    const together = mostPods(service) + mostCanaryPods(service) + extraPods(service);
    if (port === undefined || together <= cluster.nodes) return [];
    return [
      {
        parameter: `patches.${workloadKind(service)}`,
        message:
          `each node has its port ${port} once, and ${pods(together)} at once want it on ${cluster.nodes} ` +
          `${cluster.nodes === 1 ? "node" : "nodes"}: the last one waits for ever`,
        fix: "lower replicas or maxSurge, or be without a port of the node",
      },
    ];
  },
};
