import { UsageProblem } from "../../errors/problem.ts";
import { apiProblem } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { pathsOf, routesOf } from "../../components/config/routesOf.ts";
import { persistentVolumeClaims } from "../../components/objects.ts";
import type { Service } from "../../components/config/stackConfig.ts";
import { describedService } from "../../parameters/describedService.ts";
import type { Stack } from "../../parameters/stack.ts";
import { inForce, servicesInForce } from "../../records/choose.ts";
import type { ReleaseRecord, ServiceChange } from "../../records/record.ts";
import type { ReleaseRequest } from "../context.ts";
import { runsOnSchedule } from "../../parameters/serviceParameters.ts";
import type { Removal } from "../removal.ts";
import { cronJobNamed } from "../schedule.ts";
import { refuseShared } from "./sharedClaims.ts";

type Leaving = Pick<ServiceChange, "service" | "renamedTo"> & { named: boolean };

/**
 * The services that leave the stack: named by the request, renamed, or gone from the file where all of it is released.
 * @throws UsageProblem REMOVAL_UNKNOWN, CLAIM_SHARED
 */
export async function removalsOf(
  stack: Stack,
  records: readonly ReleaseRecord[],
  request: Pick<ReleaseRequest, "edits" | "remove" | "withData" | "besideFrozen">,
  cluster: Cluster,
): Promise<Removal[]> {
  const leaving = leavingServices(stack, records, request);
  const seen = await Promise.all(leaving.map((one) => look(one, stack, records, request.withData === true, cluster)));
  // One that is gone from the cluster already, by whoever's hand, hurts nobody by leaving.
  const removals = seen.flatMap((removal) => (removal === undefined ? [] : [removal]));
  await refuseShared(removals, stack.config.services, cluster);
  return removals;
}

/** Which they are, as far as file and records tell. Pure. @throws UsageProblem REMOVAL_UNKNOWN */
export function leavingServices(
  { services, config, name }: Pick<Stack, "services" | "config" | "name">,
  records: readonly ReleaseRecord[],
  { edits, remove = [], besideFrozen }: Pick<ReleaseRequest, "edits" | "remove" | "besideFrozen">,
): Leaving[] {
  const unknown = remove.filter((service) => inForce(records, service) === undefined);
  if (unknown.length > 0) throw notReleased(unknown, name, records);
  const named = new Set(edits.map(({ service }) => service));
  const whole = named.size === 0 && remove.length === 0;
  const renamed = new Map(
    config.services.flatMap(({ name: service, renamedFrom }) =>
      renamedFrom === undefined ? [] : [[renamedFrom, service] as const],
    ),
  );
  return servicesInForce(records).flatMap(({ service }): Leaving[] => {
    if (services.has(service)) return [];
    const renamedTo = renamed.get(service);
    if (renamedTo !== undefined && (whole || named.has(renamedTo))) return [{ service, renamedTo, named: true }];
    if (remove.includes(service)) return [{ service, named: true }];
    // One whose new name is frozen waits with it.
    return whole || (besideFrozen === true && renamedTo === undefined) ? [{ service, named: false }] : [];
  });
}

async function look(
  { service, named, renamedTo }: Leaving,
  stack: Stack,
  records: readonly ReleaseRecord[],
  withData: boolean,
  cluster: Cluster,
): Promise<Removal | undefined> {
  const change = servicesInForce(records).find((one) => one.service === service);
  if (change === undefined) return undefined;
  const { namespace, after } = change;
  if (renamedTo !== undefined) assertSameNamespace(change, renamedTo, stack);
  const known = describedService(service, after, stack);
  const declared = known === undefined ? [] : persistentVolumeClaims(known).map(({ name }) => name);
  const [deployment, claims, cronJob] = await Promise.all([
    deploymentOf(service, namespace, cluster),
    claimsOf(service, declared, namespace, cluster),
    runsOnSchedule(after) ? cronJobNamed(cluster, namespace, service) : undefined,
  ]);
  // One that a release has never applied stays, whatever the records know of its name.
  const applied = (deployment ?? cronJob)?.metadata?.annotations?.["releases/release-id"] !== undefined;
  if (!applied && !named) return undefined;
  const { volumes = {} } = known ?? {};
  const given = (claim: string): boolean => volumes[claim.slice(service.length + 1)]?.keep === false;
  const go = claims.filter((claim) => withData || given(claim));
  return {
    service,
    namespace,
    before: after,
    after,
    removed: true,
    ...(renamedTo === undefined ? {} : { renamedTo }),
    ...(withData ? { withData } : {}),
    named,
    serving: deployment?.status?.availableReplicas ?? 0,
    ...(cronJob === undefined ? {} : { schedule: cronJob.spec.schedule }),
    hosts: known === undefined ? [] : hostsOf(known),
    stay: claims.filter((claim) => !go.includes(claim)),
    go,
  };
}

/** `docs.example/`, one for each host and path. */
function hostsOf(service: Service): string[] {
  return routesOf(service).flatMap(({ route }) => {
    const paths = pathsOf(route).map(({ path }) => path);
    return route.hosts.flatMap((host) => (paths.length === 0 ? [host] : paths.map((path) => `${host}${path}`)));
  });
}

async function deploymentOf(service: string, namespace: string, cluster: Cluster) {
  try {
    const { items } = await cluster.apps.listNamespacedDeployment({
      namespace,
      fieldSelector: `metadata.name=${service}`,
    });
    return items[0];
  } catch (error) {
    throw apiProblem(error, `reading deployment ${namespace}/${service}, which leaves the stack`);
  }
}

/** Its volume claims in the cluster, by name: those it declares, and by our labels what it had before. */
export async function claimsOf(
  service: string,
  declared: readonly string[],
  namespace: string,
  cluster: Pick<Cluster, "core">,
): Promise<string[]> {
  try {
    const { items } = await cluster.core.listNamespacedPersistentVolumeClaim({ namespace });
    return items.flatMap(({ metadata: { name, labels = {} } = {} }) => {
      // One that was adopted has the labels it had, helm's say.
      const ours = labels["app.kubernetes.io/name"] === service && labels["app.kubernetes.io/managed-by"] === "pulumi";
      return name !== undefined && (ours || declared.includes(name)) ? [name] : [];
    });
  } catch (error) {
    throw apiProblem(error, `listing the volume claims of ${namespace}/${service}, which leaves the stack`);
  }
}

function assertSameNamespace({ service, namespace }: ServiceChange, renamedTo: string, stack: Stack): void {
  const home = stack.services.get(renamedTo)?.namespace;
  if (home === namespace) return;
  throw new UsageProblem({
    code: "RENAMING_MOVES",
    what: `${renamedTo} in namespace ${home ?? "?"} cannot take over from ${service}, which is in ${namespace}: a Service leads to pods of its own namespace only`,
    where: `releases:services.${renamedTo}.namespace`,
    next: "rename it first, in its namespace; or release it beside the old one, without renamedFrom, and remove that later",
  });
}

function notReleased(services: readonly string[], stack: string, records: readonly ReleaseRecord[]): UsageProblem {
  const names = servicesInForce(records).map(({ service }) => service);
  return new UsageProblem({
    code: "REMOVAL_UNKNOWN",
    what: `${services.join(", ")} ${services.length === 1 ? "is" : "are"} not released in stack ${stack}, so there is nothing to remove`,
    details: [`released: ${names.join(", ") || "nothing"}`],
    next: "check the name; what was never released is just taken out of the stack's file",
  });
}
