import type { Security } from "../../config/security.ts";
import type { ContainerShape, PodShape, SecurityShape } from "./shapes.ts";

/** What the weakest of a pod's containers may do, with Kubernetes' own defaults where nothing is said. */
export function readSecurity(pod: PodShape, known: Security): Security {
  const containers = [...(pod.containers ?? []), ...(pod.initContainers ?? [])];
  const each = containers.map(({ securityContext = {} }) => ({ ...pod.securityContext, ...securityContext }));
  const some = (weak: (context: SecurityShape) => boolean) => each.some(weak);
  const user = each.find(({ runAsUser }) => runAsUser === 0)?.runAsUser ?? each[0]?.runAsUser;
  return {
    ...known,
    user,
    nonRoot: !some(({ runAsNonRoot }) => runAsNonRoot !== true),
    readOnlyRoot: !some(({ readOnlyRootFilesystem }) => readOnlyRootFilesystem !== true),
    escalation: some(({ allowPrivilegeEscalation }) => allowPrivilegeEscalation !== false),
    addCapabilities: [...new Set(containers.flatMap(added))],
    seccomp: some(({ seccompProfile }) => seccompProfile?.type === "Unconfined") ? "Unconfined" : known.seccomp,
    apiAccess: pod.automountServiceAccountToken ?? true,
  };
}

/** Without `drop: [ALL]` a container keeps what its runtime gives: more than the restricted level has. */
function added({ securityContext }: ContainerShape): string[] {
  const { add = [], drop = [] } = securityContext?.capabilities ?? {};
  return drop.includes("ALL") ? add : [...add, "those of the container runtime"];
}
