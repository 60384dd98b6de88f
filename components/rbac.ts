import type { rbac } from "@pulumi/kubernetes/types/input.js";
import type { RoleBindingManifest, RoleManifest } from "./objects/accountRights.ts";

/** Who does what: look, release, or own the services' basic parameters. Each may do what the one before it may. */
export const accessLevels = ["viewer", "releaser", "owner"] as const;
export type AccessLevel = (typeof accessLevels)[number];

const look = ["get", "list", "watch"];
const change = [...look, "create", "update", "patch"];
const all = [...change, "delete"];

/** What each level adds, by resource: `group/resources` and the verbs. Everything else stays refused. */
const grants: Record<AccessLevel, Record<string, readonly string[]>> = {
  viewer: {
    "apps/deployments,replicasets": look,
    "/pods,services,configmaps,serviceaccounts,persistentvolumeclaims,resourcequotas,events": look,
    "/pods/log": ["get"],
    "policy/poddisruptionbudgets": look,
    "autoscaling/horizontalpodautoscalers": look,
    "networking.k8s.io/ingresses,networkpolicies": look,
    "discovery.k8s.io/endpointslices": look,
    "gateway.networking.k8s.io/httproutes,grpcroutes": look,
    // How it is shared out: a canary asks the gateway whether it goes by its weight.
    "gateway.networking.k8s.io/gateways": ["get"],
    "batch/cronjobs,jobs": look,
    "coordination.k8s.io/leases": look,
  },
  releaser: {
    // Other pods: a version, a restart stamp, a canary; its Services, routes and autoscaler come and go with it.
    "apps/deployments": all,
    "/services": all,
    "autoscaling/horizontalpodautoscalers": all,
    "networking.k8s.io/ingresses": all,
    "gateway.networking.k8s.io/httproutes,grpcroutes": change,
    // Configuration rolls with the pods under a name of its own; records are ConfigMaps too.
    "/configmaps,secrets": all,
    // The lock, and the question from outside whether the service answers, and each pod of a canary.
    "coordination.k8s.io/leases": change,
    "/services/proxy,pods/proxy": ["get"],
    // Migrations and checks that a release runs, and runs of a schedule begun by hand.
    "batch/jobs": all,
    // A schedule's version; a run begun by hand is made known to the schedule.
    "batch/cronjobs": change,
    "batch/cronjobs/status": ["patch"],
  },
  owner: {
    "/serviceaccounts,persistentvolumeclaims": all,
    "policy/poddisruptionbudgets": all,
    "networking.k8s.io/networkpolicies": all,
    "gateway.networking.k8s.io/httproutes,grpcroutes": all,
    "batch/cronjobs": all,
    // Only with rights that the owner has: Kubernetes lets nobody grant more than their own.
    "rbac.authorization.k8s.io/roles,rolebindings": all,
  },
};

/** The rules of a level, with those of the levels before it. */
export function accessRules(level: AccessLevel): rbac.v1.PolicyRule[] {
  return accessLevels.slice(0, accessLevels.indexOf(level) + 1).flatMap((included) =>
    Object.entries(grants[included]).map(([target, verbs]) => {
      const slash = target.indexOf("/");
      const resources = target.slice(slash + 1).split(",");
      return { apiGroups: [target.slice(0, slash)], resources, verbs: [...verbs] };
    }),
  );
}

/**
 * A Role of each level in a namespace, bound to a group of people of your identity provider.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export function accessManifests(
  namespace: string,
  groups: Record<AccessLevel, string>,
): (RoleManifest | RoleBindingManifest)[] {
  return accessLevels.flatMap((level): (RoleManifest | RoleBindingManifest)[] => {
    const name = `releases-${level}`;
    const metadata = { name, namespace, labels: { "app.kubernetes.io/part-of": "releases" } };
    const api = "rbac.authorization.k8s.io";
    return [
      { apiVersion: `${api}/v1`, kind: "Role", metadata, rules: accessRules(level) },
      {
        apiVersion: `${api}/v1`,
        kind: "RoleBinding",
        metadata,
        roleRef: { apiGroup: api, kind: "Role", name },
        subjects: [{ apiGroup: api, kind: "Group", name: groups[level] }],
      },
    ];
  });
}
