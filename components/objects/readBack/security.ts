import { isDeepStrictEqual } from "node:util";
import type { ContainerSecurity, Security } from "../../config/security.ts";
import type { ContainerShape, PodShape } from "./shapes.ts";

/** What the main container may do, with Kubernetes' own defaults where nothing is said. */
export function readSecurity(pod: PodShape, main: ContainerShape, known: Security): Security {
  const contexts = [pod, ...(pod.containers ?? []), ...(pod.initContainers ?? [])];
  const unconfined = contexts.some(({ securityContext }) => securityContext?.seccompProfile?.type === "Unconfined");
  return {
    ...known,
    ...effective(pod, main),
    seccomp: unconfined ? "Unconfined" : known.seccomp,
    apiAccess: pod.automountServiceAccountToken ?? true,
  };
}

/** What another container may do, as far as that differs from what the main one may. */
export function readOwnSecurity(pod: PodShape, container: ContainerShape, main: ContainerShape): ContainerSecurity {
  const own = effective(pod, container);
  return isDeepStrictEqual(own, effective(pod, main)) ? {} : own;
}

function effective(pod: PodShape, { securityContext = {} }: ContainerShape) {
  const context = { ...pod.securityContext, ...securityContext };
  const { add = [], drop = [] } = securityContext.capabilities ?? {};
  return {
    user: context.runAsUser,
    nonRoot: context.runAsNonRoot === true,
    readOnlyRoot: context.readOnlyRootFilesystem === true,
    escalation: context.allowPrivilegeEscalation !== false,
    // Without `drop: [ALL]` a container keeps what its runtime gives: more than the restricted level has.
    addCapabilities: drop.includes("ALL") ? add : [...add, "those of the container runtime"],
  };
}
