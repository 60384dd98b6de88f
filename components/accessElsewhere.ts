import type { rbac } from "@pulumi/kubernetes/types/input.js";
import { gatewaysOf } from "./config/gatewaysOf.ts";
import { routesOf } from "./config/routesOf.ts";
import type { StackConfig } from "./config/stackConfig.ts";
import type { RoleBindingManifest, RoleManifest } from "./objects/accountRights.ts";

/** What a canary's walk asks for outside the stack's namespaces: rules by namespace. */
type Elsewhere = [namespace: string, rules: rbac.v1.PolicyRule[]];

/**
 * A Role, bound to whoever releases, in each namespace beside the stack's own whose Prometheus or gateway a canary's walk
 * asks. Pure.
 */
export function elsewhereManifests(
  config: StackConfig,
  groups: { releaser: string; owner: string },
): (RoleManifest | RoleBindingManifest)[] {
  const api = "rbac.authorization.k8s.io";
  // Several stacks may have the same gateway.
  const name = `releases-canary-${config.namespace}`;
  return elsewhere(config).flatMap(([namespace, rules]): (RoleManifest | RoleBindingManifest)[] => {
    const metadata = { name, namespace, labels: { "app.kubernetes.io/part-of": "releases" } };
    return [
      { apiVersion: `${api}/v1`, kind: "Role", metadata, rules },
      {
        apiVersion: `${api}/v1`,
        kind: "RoleBinding",
        metadata,
        roleRef: { apiGroup: api, kind: "Role", name },
        subjects: [groups.releaser, groups.owner].map((group) => ({ apiGroup: api, kind: "Group", name: group })),
      },
    ];
  });
}

function elsewhere({ namespace: home, prometheus, services }: StackConfig): Elsewhere[] {
  const own = new Set([home, ...services.map(({ namespace }) => namespace)]);
  const [, monitoring, service] = /^([^/:]+)\/([^/]+)$/.exec(prometheus ?? "") ?? [];
  const gateways = new Map<string, Set<string>>();
  const routes = services.filter(({ canary }) => canary !== undefined).flatMap(routesOf);
  for (const { route } of routes) {
    if (route.gatewayNamespace === undefined) continue;
    const names = gateways.get(route.gatewayNamespace) ?? new Set();
    gateways.set(route.gatewayNamespace, new Set([...names, ...gatewaysOf(route)]));
  }
  const namespaces = new Set([...(monitoring === undefined ? [] : [monitoring]), ...gateways.keys()]);
  return [...namespaces]
    .filter((namespace) => !own.has(namespace))
    .map((namespace) => [
      namespace,
      [
        ...(namespace === monitoring && service !== undefined ? [asking([service])] : []),
        ...gatewayRules(gateways.get(namespace)),
      ],
    ]);
}

/** The gateway itself, and which of the Services beside it has its address: that one is asked. */
function gatewayRules(names: ReadonlySet<string> | undefined): rbac.v1.PolicyRule[] {
  if (names === undefined || names.size === 0) return [];
  return [
    {
      apiGroups: ["gateway.networking.k8s.io"],
      resources: ["gateways"],
      resourceNames: [...names],
      verbs: ["get"],
    },
    { apiGroups: [""], resources: ["services"], verbs: ["list"] },
    asking(undefined),
  ];
}

function asking(names: string[] | undefined): rbac.v1.PolicyRule {
  const named = names === undefined ? {} : { resourceNames: names };
  return { apiGroups: [""], resources: ["services/proxy"], ...named, verbs: ["get"] };
}
