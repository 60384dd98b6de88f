import { requireRoom, type Backend } from "./backend.ts";
import type { UpOptions, UpResult } from "./engine.ts";
import { endLeftovers } from "./leftovers.ts";
import { breakStaleLocks } from "./lock.ts";
import { withSentCreates } from "./sentCreates.ts";
import { mendState, pendingOperations } from "./state.ts";

/** What mending needs of a stack. */
export interface StackToMend {
  backend: Backend;
  /** In the environment of every process that works on it. */
  mark: string;
  exported(): Promise<string | undefined>;
  /** Has this as its state. */
  imported(state: string): Promise<void>;
  operation(verb: "refresh", options: UpOptions & { more: string[] }): Promise<UpResult>;
}

/** Mends what killed runs left: {@link import("./engine.ts").Engine.recover}. Twice changes nothing more. */
export async function recoverStack(stack: StackToMend): Promise<string[]> {
  const { files } = stack.backend;
  const mended = await endLeftovers(stack.mark);
  await requireRoom(stack.backend);
  if (files !== undefined) mended.push(...(await breakStaleLocks(files)), ...(await mendState(files)));
  const exported = await stack.exported();
  const pending = exported === undefined ? [] : pendingOperations(exported);
  if (exported === undefined || pending.length === 0) return mended;
  const state = withSentCreates(exported);
  if (state !== undefined) await stack.imported(state);
  const { result, failures } = await stack.operation("refresh", {
    message: "Recover what an interrupted update left pending",
    more: ["--run-program=false", "--clear-pending-creates"],
  });
  if (result !== "succeeded") return [...mended, `not settled: ${failures[0]?.message ?? result}`];
  return [
    ...mended,
    ...pending.map(({ type, urn }) => `settled by a refresh what was left half done: ${type} of ${urn}`),
  ];
}
