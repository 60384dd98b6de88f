import { parseQuantity } from "../config/quantity.ts";
import type { Volume } from "../config/storage.ts";
import type { Service } from "../config/stackConfig.ts";
import { mostCanaryPods } from "../objects/canaryPods.ts";
import { extraPods, mostPods, pods } from "./rule.ts";
import type { Breach, Rule } from "./rule.ts";

function persistent(service: Service): [string, Volume][] {
  return Object.entries(service.volumes).filter(([, { kind }]) => kind === "persistent" || kind === "claim");
}

/** Pods that exist at once in a rollout, at the most. */
function podsAtOnce(service: Service): number {
  return mostPods(service) + mostCanaryPods(service) + extraPods(service);
}

export const volumeCanBeShared: Rule = {
  code: "ZD009",
  check: (service, { cluster }) => {
    const together = podsAtOnce(service);
    const pinned = "kubernetes.io/hostname" in service.placement.nodeSelector;
    if (together < 2) return [];
    return persistent(service).flatMap(([name, { accessMode }]) => {
      const parameter = `volumes.${name}.accessMode`;
      if (accessMode === "ReadWriteOncePod") {
        return [
          {
            parameter,
            message: `ReadWriteOncePod lets 1 pod mount ${name}, a rollout has ${pods(together)} at once: the new one waits for ever`,
            fix: "use ReadWriteOnce on one node, ReadWriteMany, or rollout.strategy Recreate (and see ZD001)",
          },
        ];
      }
      if (accessMode !== "ReadWriteOnce" || cluster.nodes === 1 || pinned) return [];
      return [
        {
          parameter,
          message:
            `ReadWriteOnce lets the pods of 1 node mount ${name}, but ${pods(together)} at once may be placed on ` +
            `${cluster.nodes} nodes: a pod on another node waits for ever`,
          fix: "use ReadWriteMany, or keep the pods on one node: placement.nodeSelector {kubernetes.io/hostname: NODE}",
        },
      ];
    });
  },
};

export const memoryHoldsScratch: Rule = {
  code: "ZD022",
  check: ({ volumes, resources }) => {
    const limit = parseQuantity(resources.limits.memory ?? "");
    const inMemory = Object.entries(volumes).filter(([, { kind }]) => kind === "memory");
    if (limit === undefined) return [];
    return inMemory
      .filter(([, { size }]) => (parseQuantity(size ?? "") ?? 0) >= limit)
      .map(([name, { size }]) => ({
        parameter: `volumes.${name}.size`,
        message: `what is in ${name} counts as memory used: ${size ?? ""} of it leave nothing of the limit of ${resources.limits.memory ?? ""}, and the container is killed (OOMKilled)`,
        fix: "raise resources.limits.memory above what the service needs and the volume holds, or lower the size",
      }));
  },
};

function runsTogether(volume: string, concurrency: string): Breach {
  const why =
    concurrency === "Replace"
      ? "a run that is ended writes on while the next one begins"
      : "two runs may go on at once";
  return {
    parameter: `volumes.${volume}.singleWriter`,
    message: `with concurrency ${concurrency} ${why}, and both write to ${volume}: its data is damaged`,
    fix: "set cronJob.concurrency: Forbid",
  };
}

export const oneWriter: Rule = {
  code: "ZD018",
  check: (service) => {
    const { cronJob, rollout } = service;
    if (
      cronJob === undefined
        ? rollout.strategy === "Recreate" && mostPods(service) < 2
        : cronJob.concurrency === "Forbid"
    )
      return [];
    const written = persistent(service).filter(([, { singleWriter, readOnly }]) => singleWriter && !readOnly);
    if (cronJob !== undefined) return written.map(([name]) => runsTogether(name, cronJob.concurrency));
    return written.map(([name]) => ({
      parameter: `volumes.${name}.singleWriter`,
      message:
        mostPods(service) > 1
          ? `${pods(mostPods(service))} write to ${name} at once: its data is damaged, or all but one crash on its lock`
          : `the new pod starts while the old one still writes to ${name} (also with maxSurge 0: a stopping pod is not waited for): its data is damaged, or the new pod crashes on its lock`,
      fix: "set replicas: 1 and rollout: {strategy: Recreate}, and waive ZD001 for the outage while the pod is swapped",
    }));
  },
};
