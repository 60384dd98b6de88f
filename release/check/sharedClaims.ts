import type { Cluster } from "../../cluster/cluster.ts";
import type { Service } from "../../components/config/stackConfig.ts";
import { UsageProblem } from "../../errors/problem.ts";
import type { Removal } from "../removal.ts";
import { mountersIn, type Mounter } from "./mounters.ts";

/**
 * Others than the services that leave, of which the claim's data is too: what mounts it in the cluster, and what is to by
 * the stack's file. Pure.
 */
export function sharersOf(
  claim: { name: string; namespace: string },
  leaving: readonly string[],
  mounters: readonly Mounter[],
  services: readonly Service[],
): string[] {
  const others = mounters.filter(({ claims }) => claims.includes(claim.name)).filter((one) => !isOf(one, leaving));
  const workloads = others.filter(({ kind }) => kind !== "Pod");
  const pods = others.filter(
    ({ kind, owner }) => kind === "Pod" && !workloads.some(({ name }) => isMadeBy(owner, name)),
  );
  const asking = services.filter(
    ({ name, namespace, volumes }) =>
      namespace === claim.namespace &&
      !leaving.includes(name) &&
      !workloads.some((workload) => workload.name === name) &&
      Object.values(volumes).some(({ kind, from }) => kind === "claim" && from === claim.name),
  );
  return [
    ...[...workloads, ...pods].map(({ kind, name, owner }) =>
      kind === "Pod" && owner !== undefined ? `${kind} ${name} of ${owner.kind} ${owner.name}` : `${kind} ${name}`,
    ),
    ...asking.map(({ name }) => `service ${name}, by the stack's file`),
  ];
}

/** By its name, or by what we call its pods; of an adopted service these have the labels that they had. */
function isOf({ kind, name, labels, owner }: Mounter, leaving: readonly string[]): boolean {
  return leaving.some((service) => {
    const ours = labels["app.kubernetes.io/name"] === service && labels["app.kubernetes.io/managed-by"] === "pulumi";
    const made = kind === "Pod" ? isMadeBy(owner, service) : name === service;
    return ours || labels["releases/service"] === service || made;
  });
}

/** By a ReplicaSet or Job of the workload's: their names end with a word that has no dash. */
function isMadeBy(owner: Mounter["owner"], workload: string): boolean {
  return owner !== undefined && owner.name.startsWith(`${workload}-`) && !owner.name.includes("-", workload.length + 1);
}

/** Data that others use does not go because one of its users does. @throws UsageProblem CLAIM_SHARED */
export async function refuseShared(
  removals: readonly Removal[],
  services: readonly Service[],
  cluster: Cluster,
): Promise<void> {
  const leaving = removals.map(({ service }) => service);
  const losing = removals.filter(({ go }) => go.length > 0);
  const shared = await Promise.all(
    losing.map(async ({ service, namespace, go }) => {
      const mounters = await mountersIn(namespace, cluster);
      return go.flatMap((name) => {
        const sharers = sharersOf({ name, namespace }, leaving, mounters, services);
        return sharers.length === 0 ? [] : [{ service, name, sharers }];
      });
    }),
  );
  const found = shared.flat();
  if (found.length === 0) return;
  throw new UsageProblem({
    code: "CLAIM_SHARED",
    what: `${found.map(({ name }) => name).join(", ")} would go with ${found.length === 1 ? "its" : "their"} data, and others mount ${found.length === 1 ? "it" : "them"}; nothing was touched`,
    details: found.map(({ service, name, sharers }) => `volume ${name} of ${service}: ${sharers.join("; ")}`),
    next: "to keep it: remove the service without --with-data (and with keep: true where its volume says keep: false); to lose it: release the others without it first",
  });
}
