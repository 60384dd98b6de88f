import { exitCodes, Problem } from "../../errors/problem.ts";
import type { Engine } from "../../engine/engine.ts";
import type { ReleaseContext } from "../context.ts";

/**
 * Has Pulumi's state see what is in the cluster, so that the next update sends what differs from that. Changes nothing there.
 * @throws Problem DRIFT_NOT_SEEN
 */
export async function seeInState(
  { engine, emit, signal }: Pick<ReleaseContext, "engine" | "emit" | "signal">,
  what: Pick<Parameters<Engine["refresh"]>[0], "message" | "targets">,
): Promise<void> {
  const { result, failures } = await engine.refresh({ ...what, emit: notes(emit), signal });
  if (result === "succeeded") return;
  throw new Problem({
    code: "DRIFT_NOT_SEEN",
    what: `Pulumi's state could not be brought up to what is in the cluster: ${failures[0]?.message ?? result}`,
    next: "pulumi refresh, then release up",
    exitCode: result === "cancelled" ? exitCodes.interrupted : exitCodes.notRolledBack,
  });
}

/** That a refresh reads an object again is nothing to show. */
function notes(emit: ReleaseContext["emit"]): ReleaseContext["emit"] {
  return (event) => {
    if (event.type !== "resource") emit(event);
  };
}
