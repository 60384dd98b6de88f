import type { rbac } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";
import { accountRights } from "./accountRights.ts";

/** What the service's own account may do; undefined where it may do nothing. */
export function accountRole(service: Service): ReturnType<typeof accountRights> | undefined {
  const { rules } = service.account;
  if (rules.length === 0) return undefined;
  // Checked against Kubernetes' own fields when it was read.
  return accountRights(service, service.name, rules as unknown as rbac.v1.PolicyRule[]);
}
