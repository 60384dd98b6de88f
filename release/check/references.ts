import type { Service } from "../../components/config/stackConfig.ts";
import { suggest } from "../../components/config/nearest.ts";
import { persistentVolumeClaims, references } from "../../components/objects.ts";
import type { Reference } from "../../components/objects.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { namespaceExists } from "./homeNamespace.ts";
import { referenced } from "./referenced.ts";
import type { Referenced } from "./referenced.ts";

/**
 * What the services take from Secrets, ConfigMaps and claims of others is there: without it their new pods would wait
 * for ever. Looks at the services named, without names at all of them. Changes nothing.
 * @throws UsageProblem REFERENCE_MISSING
 */
export async function checkReferences(
  cluster: Cluster,
  services: readonly Service[],
  named: readonly string[] = [],
): Promise<void> {
  const own = new Set(services.flatMap(claimsOf));
  const released = services.filter(({ name }) => named.length === 0 || named.includes(name));
  const there = new Map<string, Promise<boolean>>();
  const isThere: NamespaceLook = (name) => {
    const asked = there.get(name) ?? namespaceExists(cluster, name);
    there.set(name, asked);
    return asked;
  };
  const details = (await Promise.all(released.map((service) => missingOf(cluster, service, own, isThere)))).flat();
  if (details.length === 0) return;
  const one = details.length === 1;
  throw new UsageProblem({
    code: "REFERENCE_MISSING",
    what: `${one ? "something" : `${details.length} things`} that pods do not start without ${one ? "is" : "are"} not there`,
    where: `context ${cluster.context}`,
    details,
    next: "make it, or have whoever keeps it do so; what the pods can be without is `optional: true`",
  });
}

/** Each namespace is asked for once, however many services are in it. */
type NamespaceLook = (name: string) => Promise<boolean>;

/** Claims that the stack makes: who shares one with its service need not wait for it here. */
function claimsOf(service: Service): string[] {
  return persistentVolumeClaims(service).map(({ claim }) => `${service.namespace}/${claim.metadata.name}`);
}

async function missingOf(
  cluster: Cluster,
  service: Service,
  own: ReadonlySet<string>,
  isThere: NamespaceLook,
): Promise<string[]> {
  const wanted = references(service).filter(
    ({ kind, name }) => kind !== "PersistentVolumeClaim" || !own.has(`${service.namespace}/${name}`),
  );
  if (wanted.length === 0 || !(await isThere(service.namespace))) return [];
  const lines = wanted.map(async (reference) =>
    missing(service, reference, await referenced(cluster, service.namespace, reference)),
  );
  return (await Promise.all(lines)).flat();
}

/** A line for the object, or for each entry, that is not there. */
export function missing(
  { name, namespace }: Pick<Service, "name" | "namespace">,
  reference: Reference,
  found: Referenced,
): string[] {
  if (found === "unknown") return [];
  const object = `${reference.kind} ${reference.name}`;
  if (found === undefined) return [`${name}: there is no ${object} in namespace ${namespace}`];
  return reference.keys
    .filter((key) => !found.keys.includes(key))
    .map((key) => `${name}: ${object} in namespace ${namespace} has no entry "${key}"; ${suggest(key, found.keys)}`);
}
