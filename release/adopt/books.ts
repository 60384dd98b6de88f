import { apiProblem } from "../../cluster/apiError.ts";
import type { Ask } from "../../cluster/request.ts";
import { standing } from "./ask.ts";
import { objectPath, type LiveObject } from "./live.ts";
import { handBack, handOver } from "./managers.ts";
import type { Adoption } from "./plan.ts";

/** The books of who set which field, as they were changed. */
export interface Books {
  /** As far as nobody has changed the objects since. */
  putBack(): Promise<void>;
}

/** Hands over to Pulumi what helm and others hold of the objects. kubectl's it takes over by itself. */
export async function takeBooks(
  ask: Ask,
  { workloads, namespace }: Pick<Adoption, "workloads" | "namespace">,
): Promise<Books> {
  const changed: LiveObject[] = [];
  const pathOf = ({ kind, metadata }: LiveObject) => objectPath(kind, namespace, metadata.name) ?? "";
  const putBack = async () => {
    for (const was of changed) {
      const now = (await ask(pathOf(was))) as LiveObject;
      await ask(pathOf(was), { patch: handBack(was, now) }).catch(() => undefined);
    }
  };
  for (const live of workloads.flatMap(standing)) {
    const patch = handOver(live);
    if (patch === undefined) continue;
    try {
      await ask(pathOf(live), { patch });
      changed.push(live);
    } catch (error) {
      await putBack();
      throw apiProblem(error, `handing over the fields of ${live.kind} ${live.metadata.name}`);
    }
  }
  return { putBack };
}
