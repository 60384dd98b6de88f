import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Security } from "../config/security.ts";

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
export function containerSecurityContext(security: Security): core.v1.SecurityContext {
  return {
    allowPrivilegeEscalation: security.escalation,
    readOnlyRootFilesystem: security.readOnlyRoot,
    capabilities: {
      drop: ["ALL"],
      ...(security.addCapabilities.length === 0 ? {} : { add: security.addCapabilities }),
    },
  };
}
