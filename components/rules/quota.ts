import { parseQuantity } from "../config/quantity.ts";
import type { Service, StackConfig } from "../config/stackConfig.ts";
import { mostCanaryPods } from "../objects/canaryPods.ts";
import { containersOf } from "./containers.ts";
import type { NamedContainer } from "./containers.ts";
import { extraPods, mostPods, pods } from "./rule.ts";
import type { Breach, Rule } from "./rule.ts";

const resourceKeys = ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"] as const;
type ResourceKey = (typeof resourceKeys)[number];
const quotaKeys = ["pods", ...resourceKeys] as const;
type QuotaKey = (typeof quotaKeys)[number];

export const surgeFitsQuota: Rule = {
  code: "ZD014",
  check: (service, stack) => {
    const quota = stack.namespaces[service.namespace]?.quota;
    if (quota === undefined) return [];
    const counted = resourceKeys.filter((key) => quota[key] !== undefined);
    return [
      ...containersOf(service).flatMap((container) => uncounted(container, counted)),
      ...quotaKeys.flatMap((key) => exceeded(service, stack, key, parseQuantity(String(quota[key] ?? "")))),
    ];
  },
};

/** Kubernetes refuses a pod with a container that does not say how much it takes of what the quota counts. */
function uncounted({ at, resources }: NamedContainer, counted: ResourceKey[]): Breach[] {
  const missing = counted.filter((key) => amountOf(resources, key) === undefined);
  if (missing.length === 0) return [];
  const keys = missing.join(" and ");
  return [
    {
      parameter: at === "" ? "resources" : `${at}.resources`,
      message: `the namespace's quota counts ${keys}, which this container does not set: each pod is refused`,
      fix: `set ${keys}, or waive the rule where a LimitRange of the namespace does`,
    },
  ];
}

function exceeded(service: Service, stack: StackConfig, key: QuotaKey, limit: number | undefined): Breach[] {
  if (limit === undefined) return [];
  const extra = extraPods(service);
  const steady = steadyUse(stack, service.namespace)[key];
  const needed = steady + extra * perPod(service, key);
  if (needed <= limit * (1 + 1e-9)) return [];
  return [
    {
      parameter: "rollout.maxSurge",
      message:
        `the namespace's quota allows ${amount(limit)} ${key}; its services use ${amount(steady)}, and ` +
        `${pods(extra)} more while this one rolls make ${amount(needed)}: new pods would be refused`,
      fix: "raise the quota, or lower replicas, requests or maxSurge",
    },
  ];
}

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
  const total = (key: QuotaKey) =>
    services.reduce((sum, service) => sum + (mostPods(service) + mostCanaryPods(service)) * perPod(service, key), 0);
  return Object.fromEntries(quotaKeys.map((key) => [key, total(key)])) as Record<QuotaKey, number>;
}

/** As Kubernetes counts a pod: its sidecars, with its main container or the init container that wants most. */
function perPod(service: Service, key: QuotaKey): number {
  if (key === "pods") return 1;
  const containers = containersOf(service);
  const amounts = (kind: NamedContainer["kind"]) =>
    containers.filter((container) => container.kind === kind).map(({ resources }) => amountOf(resources, key) ?? 0);
  const sidecars = amounts("sidecar").reduce((sum, one) => sum + one, 0);
  return sidecars + Math.max(...amounts("main"), ...amounts("init"));
}

/** Kubernetes takes a limit for the request where there is none. */
function amountOf({ requests, limits }: NamedContainer["resources"], key: ResourceKey): number | undefined {
  const [kind, resource] = key.split(".") as ["requests" | "limits", "cpu" | "memory"];
  const own = kind === "limits" ? limits[resource] : (requests[resource] ?? limits[resource]);
  return own === undefined ? undefined : parseQuantity(own);
}

function amount(value: number): string {
  if (value >= 2 ** 20) return `${Math.round(value / 2 ** 20)}Mi`;
  return String(Math.round(value * 1000) / 1000);
}
