import { apiProblem, isNotFound } from "../../cluster/apiError.ts";
import type { Removal } from "../removal.ts";
import type { ReleaseContext } from "../context.ts";

/** Deletes the volume claims of services that have left with their data. What stays all the same is said. */
export async function removeData(
  removals: readonly Removal[],
  { cluster, emit }: Pick<ReleaseContext, "cluster" | "emit">,
): Promise<void> {
  const claims = removals
    .filter(({ withData }) => withData)
    .flatMap(({ namespace, go }) => go.map((name) => ({ namespace, name })));
  for (const claim of claims) {
    try {
      await cluster.core.deleteNamespacedPersistentVolumeClaim(claim);
      emit({
        type: "note",
        at: Date.now(),
        level: "info",
        message: `volume claim ${claim.name} is gone with its data`,
      });
    } catch (error) {
      if (isNotFound(error)) continue;
      const { message } = apiProblem(error, `deleting volume claim ${claim.namespace}/${claim.name}`);
      emit({ type: "note", at: Date.now(), level: "warning", message: `${message}; it is still there` });
    }
  }
}
