import { consoleName } from "./config/watcherNames.ts";
import type { StackConfig } from "./config/stackConfig.ts";
import type { AnyManifest } from "./objects/manifest.ts";

/**
 * What the console's account needs of the whole cluster: to ask what somebody may, and to act as them, of the groups that the stack
 * names and no others. Cluster administrators apply it; the stack's own releases never need that right.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export function consoleAccess({ stack, namespace, console }: StackConfig): AnyManifest[] {
  if (console === undefined) return [];
  const api = "rbac.authorization.k8s.io";
  const account = consoleName(stack);
  const metadata = { name: `${account}-${namespace}`, labels: { "app.kubernetes.io/part-of": "releases" } };
  const rules = [
    { apiGroups: [""], resources: ["users"], verbs: ["impersonate"] },
    { apiGroups: [""], resources: ["groups"], verbs: ["impersonate"], resourceNames: [...console.groups] },
    { apiGroups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"], verbs: ["create"] },
  ];
  return [
    { apiVersion: `${api}/v1`, kind: "ClusterRole", metadata, rules },
    {
      apiVersion: `${api}/v1`,
      kind: "ClusterRoleBinding",
      metadata,
      roleRef: { apiGroup: api, kind: "ClusterRole", name: metadata.name },
      subjects: [{ kind: "ServiceAccount", name: account, namespace }],
    },
  ] as unknown as AnyManifest[];
}
