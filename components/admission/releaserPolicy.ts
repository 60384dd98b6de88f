import { celList, celText, member, type Variable } from "./cel.ts";
import { changedFields } from "./changedFields.ts";
import { namespacePolicy, type BindingManifest, type PolicyManifest, type PolicySpec } from "./namespacePolicy.ts";

/** What a stack makes of a service and keeps. Jobs, records and the lock are every release's own: not looked at. */
const resources: Record<string, readonly string[]> = {
  "": ["services", "configmaps", "secrets", "serviceaccounts", "persistentvolumeclaims", "resourcequotas"],
  apps: ["deployments", "deployments/scale"],
  batch: ["cronjobs"],
  policy: ["poddisruptionbudgets"],
  autoscaling: ["horizontalpodautoscalers"],
  "networking.k8s.io": ["ingresses", "networkpolicies"],
  "gateway.networking.k8s.io": ["httproutes", "grpcroutes"],
  "rbac.authorization.k8s.io": ["roles", "rolebindings"],
};

/**
 * Roles cannot see fields; this can. Whoever is in the releasers' group and not in the owners' may change of a
 * namespace's objects what a release changes, and nothing else. Nobody else is asked: controllers, the kubelet, owners.
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export function releaserPolicy(
  namespace: string,
  groups: { releaser: string; owner: string },
): [PolicyManifest, BindingManifest] {
  return namespacePolicy("releaser", namespace, policySpec(groups));
}

function policySpec(groups: { releaser: string; owner: string }): PolicySpec {
  const among = (group: string) => `${celText(group)} in ${member("request.userInfo", "groups", "[]")}`;
  const name = 'request.kind.kind + " " + request.name';
  const theirs = `" is for its owner" + variables.owner + ${celText(`, of group ${groups.owner}`)}`;
  return {
    failurePolicy: "Fail",
    matchConstraints: {
      resourceRules: Object.entries(resources).map(([apiGroup, names]) => ({
        apiGroups: [apiGroup],
        apiVersions: ["*"],
        operations: ["CREATE", "UPDATE", "DELETE"],
        resources: [...names],
      })),
    },
    matchConditions: [
      { name: "a-releaser", expression: among(groups.releaser) },
      { name: "not-an-owner", expression: `!(${among(groups.owner)})` },
    ],
    variables: [...facts(), ...changedFields()],
    validations: [
      {
        expression: `request.operation != "CREATE" || variables.isTrack || variables.isConfiguration`,
        messageExpression: `"making " + ${name} + ${theirs}`,
        reason: "Forbidden",
      },
      {
        expression: `request.operation != "DELETE" || variables.isTrack || variables.isRecord || variables.isDrawn`,
        messageExpression: `"deleting " + ${name} + ${theirs}`,
        reason: "Forbidden",
      },
      {
        expression: `request.operation != "UPDATE" || variables.isRecord || size(variables.fields) == 0`,
        messageExpression: `"changing " + variables.fields.join(", ") + " of " + ${name} + ${theirs}`,
        reason: "Forbidden",
      },
    ],
  };
}

/** What kind of object it is. Fields of an absent object are not asked for: variables are worked out where they are used. */
function facts(): Variable[] {
  const label = (key: string) => `${member("variables.any", "metadata.labels")}[?${celText(key)}]`;
  const annotation = `${member("variables.any", "metadata.annotations")}[?"releases/owner"]`;
  // Of a Deployment's scale the kind is another.
  const is = (...kinds: string[]) => `variables.any.kind in ${celList(kinds)}`;
  const named = (suffix: string) => `variables.any.metadata.name.endsWith("-${suffix}")`;
  const selects = (track: string) =>
    `${member("variables.any", "spec.selector")}[?"track"].orValue("") == "${track}" && ${named(track)}`;
  return [
    { name: "object", expression: "dyn(object)" },
    { name: "oldObject", expression: "dyn(oldObject)" },
    { name: "any", expression: `request.operation == "CREATE" ? variables.object : variables.oldObject` },
    { name: "owner", expression: `${annotation}.hasValue() ? " " + ${annotation}.value() : ""` },
    { name: "isCronJob", expression: is("CronJob") },
    { name: "isWorkload", expression: is("Deployment", "CronJob") },
    { name: "isRoute", expression: is("HTTPRoute", "GRPCRoute") },
    {
      name: "isCanary",
      expression: `${is("Deployment")} && ${named("canary")} && ${member("variables.any", "spec.selector.matchLabels")}[?"track"].orValue("") == "canary"`,
    },
    { name: "isScaler", expression: is("HorizontalPodAutoscaler") },
    {
      name: "isCanaryScaler",
      expression: `variables.isScaler && ${named("canary")} && variables.any.spec.scaleTargetRef.name == variables.any.metadata.name`,
    },
    {
      name: "isCanaryIngress",
      expression: `${is("Ingress")} && ${named("canary")} && ${member("variables.any", "metadata.annotations")}[?"nginx.ingress.kubernetes.io/canary"].orValue("") == "true"`,
    },
    // A canary, what tells it from the stable pods, and what scales and leads to it, come and go with a release.
    {
      name: "isTrack",
      expression:
        `variables.isCanary || variables.isCanaryScaler || variables.isCanaryIngress || ` +
        `${is("Service")} && (${selects("stable")} || ${selects("canary")})`,
    },
    { name: "isConfiguration", expression: is("ConfigMap", "Secret") },
    {
      name: "isRecord",
      expression: `${is("ConfigMap")} && (${label("releases/record")}.hasValue() || ${label("releases/evidence")}.hasValue() || ${label("releases/approval")}.hasValue())`,
    },
    {
      name: "isDrawn",
      expression: `variables.isConfiguration && variables.any.metadata.name.matches("-(config|secrets)-[0-9a-f]{8,10}$")`,
    },
  ];
}
