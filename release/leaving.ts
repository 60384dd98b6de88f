import { setTimeout as sleep } from "node:timers/promises";
import { asker, type Ask } from "../cluster/request.ts";
import { isLeaving } from "../drift/find.ts";
import { exitCodes, Problem } from "../errors/problem.ts";
import type { ReleaseContext } from "./context.ts";

/** An object as the API server has it, with what a person calls it. */
export interface Leaving {
  path: string;
  title: string;
}

const askMs = 500;
/** The longest way out that the schema lets a pod have, and room. */
const patienceMs = 15 * 60_000;

/**
 * Waits until what is being deleted is gone: what is sent to it now would go with it. Returns whether there was anything
 * to wait for.
 * @throws Problem STILL_LEAVING after a quarter of an hour; DOMException AbortError
 */
export async function awaitGone(
  { path, title }: Leaving,
  { cluster, emit, signal }: Pick<ReleaseContext, "cluster" | "emit" | "signal">,
): Promise<boolean> {
  const ask = asker(cluster);
  const until = Date.now() + patienceMs;
  for (let waited = false; ; waited = true) {
    if (!(await leaves(ask, path))) return waited;
    if (!waited) {
      emit({
        type: "note",
        at: Date.now(),
        level: "info",
        message: `${title} is being deleted: waiting until it is gone`,
      });
    }
    if (Date.now() > until) throw stillLeaving(title);
    await sleep(askMs, undefined, { signal });
  }
}

async function leaves(ask: Ask, path: string): Promise<boolean> {
  try {
    return isLeaving(await ask(path));
  } catch {
    // Gone, or nobody can say: whoever comes next will.
    return false;
  }
}

function stillLeaving(title: string): Problem {
  return new Problem({
    code: "STILL_LEAVING",
    what: `${title} has been on its way out for ${patienceMs / 60_000} min`,
    next: "see what holds it (kubectl get -o yaml: metadata.finalizers), then once more",
    exitCode: exitCodes.notRolledBack,
  });
}
