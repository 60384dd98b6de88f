import type { RoleBindingManifest, RoleManifest } from "./objects/accountRights.ts";
import { accessRules } from "./rbac.ts";

/**
 * A Role for those who approve releases, bound to their group: to look, and to write an approval, which is a ConfigMap.
 * That it is nothing else is the policy's to see to (admission/approvalPolicy.ts). Pure.
 */
export function approverManifests(namespace: string, group: string): [RoleManifest, RoleBindingManifest] {
  const api = "rbac.authorization.k8s.io";
  const name = "releases-approver";
  const metadata = { name, namespace, labels: { "app.kubernetes.io/part-of": "releases" } };
  const approve = { apiGroups: [""], resources: ["configmaps"], verbs: ["create"] };
  return [
    { apiVersion: `${api}/v1`, kind: "Role", metadata, rules: [...accessRules("viewer"), approve] },
    {
      apiVersion: `${api}/v1`,
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: api, kind: "Role", name },
      subjects: [{ apiGroup: api, kind: "Group", name: group }],
    },
  ];
}
