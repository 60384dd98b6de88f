import type { core } from "@pulumi/kubernetes/types/input.js";
import type { ContainerSecurity, Security } from "../config/security.ts";

/** What all containers of the pod share. */
export function podSecurityContext(security: Security): core.v1.PodSecurityContext {
  return {
    runAsNonRoot: security.nonRoot,
    ...(security.user === undefined ? {} : { runAsUser: security.user }),
    ...(security.group === undefined ? {} : { runAsGroup: security.group }),
    ...(security.fsGroup === undefined ? {} : { fsGroup: security.fsGroup, fsGroupChangePolicy: "OnRootMismatch" }),
    seccompProfile: { type: security.seccomp },
  };
}

/** What each container may do: Kubernetes' restricted level and a read-only image, unless weakened. */
export function containerSecurityContext(security: Security, own: ContainerSecurity = {}): core.v1.SecurityContext {
  const { user, group, nonRoot } = own;
  return {
    ...(nonRoot === undefined ? {} : { runAsNonRoot: nonRoot }),
    ...(user === undefined ? {} : { runAsUser: user }),
    ...(group === undefined ? {} : { runAsGroup: group }),
    ...restrictions({ ...security, ...own }),
  };
}

function restrictions(security: ContainerSecurity): core.v1.SecurityContext {
  const { escalation = false, readOnlyRoot = true, addCapabilities = [] } = security;
  return {
    allowPrivilegeEscalation: escalation,
    readOnlyRootFilesystem: readOnlyRoot,
    capabilities: {
      drop: ["ALL"],
      ...(addCapabilities.length === 0 ? {} : { add: addCapabilities }),
    },
  };
}
