import type { rbac } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";
import { metadata } from "./metadata.ts";
import type { RoleBindingManifest, RoleManifest } from "./restart.ts";

/** What the service's own account may do; undefined where it may do nothing. */
export function accountRole(service: Service): { role: RoleManifest; binding: RoleBindingManifest } | undefined {
  const { account, name, namespace } = service;
  if (account.rules.length === 0) return undefined;
  const api = "rbac.authorization.k8s.io";
  const base = metadata(service, name);
  return {
    // Checked against Kubernetes' own fields when it was read.
    role: {
      apiVersion: `${api}/v1`,
      kind: "Role",
      metadata: base,
      rules: account.rules as unknown as rbac.v1.PolicyRule[],
    },
    binding: {
      apiVersion: `${api}/v1`,
      kind: "RoleBinding",
      metadata: base,
      roleRef: { apiGroup: api, kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
  };
}
