import type { rbac } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";

export type RoleManifest = Manifest<"rbac.authorization.k8s.io/v1", "Role", { rules: rbac.v1.PolicyRule[] }>;
export type RoleBindingManifest = Manifest<
  "rbac.authorization.k8s.io/v1",
  "RoleBinding",
  { roleRef: rbac.v1.RoleRef; subjects: rbac.v1.Subject[] }
>;

const api = "rbac.authorization.k8s.io";

/** What the service's account of this name may do in its namespace: a Role and its binding, which bear that name too. */
export function accountRights(
  service: Service,
  name: string,
  rules: rbac.v1.PolicyRule[],
): { role: RoleManifest; binding: RoleBindingManifest } {
  const { namespace } = service;
  const base = metadata(service, name);
  return {
    role: { apiVersion: `${api}/v1`, kind: "Role", metadata: base, rules },
    binding: {
      apiVersion: `${api}/v1`,
      kind: "RoleBinding",
      metadata: base,
      roleRef: { apiGroup: api, kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
  };
}
