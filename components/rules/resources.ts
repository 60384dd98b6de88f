import { surgePods } from "../config/intOrPercent.ts";
import { parseQuantity } from "../config/quantity.ts";
import type { Resources } from "../config/resources.ts";
import type { Service, StackConfig } from "../config.ts";
import { fewestPods, mostPods, pods } from "./rule.ts";
import type { Breach, Rule } from "./rule.ts";

export const requestsAreSet: Rule = {
  code: "ZD013",
  check: (service) => [
    ...unrequested(service.resources, "resources.requests"),
    ...Object.entries(service.sidecars).flatMap(([name, { resources }]) =>
      unrequested(resources, `sidecars.${name}.resources.requests`),
    ),
  ],
};

function unrequested({ requests, limits }: Resources, parameter: string): Breach[] {
  // Kubernetes takes a limit for the request where there is none.
  const missing = (["cpu", "memory"] as const).filter((key) => (requests[key] ?? limits[key]) === undefined);
  if (missing.length === 0) return [];
  return [
    {
      parameter,
      message: `no request for ${missing.join(" and ")}: the scheduler puts the pods on full nodes, and they are the first to be evicted`,
      fix: "set requests, e.g. {cpu: 100m, memory: 128Mi}",
    },
  ];
}

const quotaKeys = ["pods", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"] as const;
type QuotaKey = (typeof quotaKeys)[number];

export const surgeFitsQuota: Rule = {
  code: "ZD014",
  check: (service, stack) => {
    const quota = stack.namespaces[service.namespace]?.quota;
    if (quota === undefined) return [];
    return quotaKeys.flatMap((key) => {
      const limit = parseQuantity(String(quota[key] ?? ""));
      if (limit === undefined) return [];
      const surge = surgeOf(service);
      const steady = steadyUse(stack, service.namespace)[key];
      const needed = steady + surge * perPod(service, key);
      if (needed <= limit * (1 + 1e-9)) return [];
      return [
        {
          parameter: "rollout.maxSurge",
          message:
            `the namespace's quota allows ${amount(limit)} ${key}; its services use ${amount(steady)}, and ` +
            `${pods(surge)} more while this one rolls make ${amount(needed)}: new pods would be refused`,
          fix: "raise the quota, or lower replicas, requests or maxSurge",
        },
      ];
    });
  },
};

const steadyUses = new WeakMap<StackConfig, Map<string, Record<QuotaKey, number>>>();

/** What the services of a namespace use when none is rolling; counted once for each stack. */
function steadyUse(stack: StackConfig, namespace: string): Record<QuotaKey, number> {
  const uses = steadyUses.get(stack) ?? new Map<string, Record<QuotaKey, number>>();
  steadyUses.set(stack, uses);
  const use = uses.get(namespace) ?? totalUse(stack.services.filter((service) => service.namespace === namespace));
  uses.set(namespace, use);
  return use;
}

function totalUse(services: Service[]): Record<QuotaKey, number> {
  const total = (key: QuotaKey) => services.reduce((sum, service) => sum + mostPods(service) * perPod(service, key), 0);
  return Object.fromEntries(quotaKeys.map((key) => [key, total(key)])) as Record<QuotaKey, number>;
}

function surgeOf(service: Service): number {
  return service.rollout.strategy === "Recreate" ? 0 : surgePods(service.rollout.maxSurge, fewestPods(service));
}

function perPod(service: Service, key: QuotaKey): number {
  if (key === "pods") return 1;
  const [kind, resource] = key.split(".") as ["requests" | "limits", "cpu" | "memory"];
  const containers = [service.resources, ...Object.values(service.sidecars).map(({ resources }) => resources)];
  return containers.reduce((sum, resources) => {
    const own = resources[kind][resource] ?? (kind === "requests" ? resources.limits[resource] : undefined);
    return sum + (own === undefined ? 0 : (parseQuantity(own) ?? 0));
  }, 0);
}

function amount(value: number): string {
  if (value >= 2 ** 20) return `${Math.round(value / 2 ** 20)}Mi`;
  return String(Math.round(value * 1000) / 1000);
}
