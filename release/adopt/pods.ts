import type { Ask } from "../../cluster/request.ts";
import { objectPath, type LiveObject } from "./live.ts";
import type { Adoption } from "./plan.ts";

const revision = "deployment.kubernetes.io/revision";

/** The services whose pods were replaced since they were looked at: Kubernetes counts each change of them. */
export async function replacedPods(
  ask: Ask,
  { workloads, namespace }: Pick<Adoption, "workloads" | "namespace">,
): Promise<string[]> {
  const replaced = await Promise.all(
    workloads.map(async (workload) => {
      // What a CronJob is changed to is for the runs that begin from then on.
      if ("cronJob" in workload) return [];
      const { name, deployment } = workload;
      const now = (await ask(objectPath("Deployment", namespace, name) ?? "")) as LiveObject;
      return now.metadata.annotations?.[revision] === deployment.metadata.annotations?.[revision] ? [] : [name];
    }),
  );
  return replaced.flat();
}
