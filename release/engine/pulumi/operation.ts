import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { ctrlC } from "../ctrlC.ts";
import type { StepFailure, UpOptions, UpResult } from "../engine.ts";
import { Followers, type FollowersOptions } from "./followers.ts";
import { problemOf } from "./problems.ts";
import { Update } from "./update.ts";

/** What every call of the Automation API takes. */
export interface CallOptions {
  onEvent: (event: EngineEvent) => void;
  signal: AbortSignal;
}

/**
 * Runs one operation of the CLI. A workload that is doomed ends it early: the CLI gets one SIGINT, finishes what it is
 * told to, and leaves neither lock nor pending operation.
 * @throws Problem when it failed before anything was touched
 */
export async function runOperation(
  options: UpOptions,
  watching: Pick<FollowersOptions, "cluster" | "follow">,
  call: (options: CallOptions) => Promise<unknown>,
): Promise<UpResult> {
  const began = Date.now();
  const emit = options.emit ?? (() => undefined);
  const interrupt = new AbortController();
  const doomed = (failure: StepFailure) => {
    update.doomed(failure);
    // One that was told to stop already would stop at once.
    if (options.signal?.aborted !== true) interrupt.abort();
  };
  const followers = new Followers({ ...watching, emit, doomed });
  const update = new Update(emit, followers);
  const beforeStop = { failed: false };
  const forward = () => {
    beforeStop.failed = update.failures.length > 0;
    if (options.signal !== undefined && mustForward(options.signal, process.stdin.isTTY)) interrupt.abort();
  };
  options.signal?.addEventListener("abort", forward, { once: true });
  const end = (result: UpResult["result"]): UpResult => {
    const seconds = (Date.now() - began) / 1000;
    return { result, steps: update.steps, failures: update.failures, seconds };
  };
  try {
    await call({
      onEvent: (event) => {
        update.hear(event);
      },
      signal: interrupt.signal,
    });
    return end("succeeded");
  } catch (error) {
    // What had failed before it was stopped is to be taken back.
    if (options.signal?.aborted === true && !beforeStop.failed) return end("cancelled");
    if (update.failures.some(({ workload }) => workload !== undefined)) return end("failed");
    if (!update.touched) throw problemOf(error, update.errors);
    if (update.failures.length === 0) update.failures.push(...unblamed(error, update));
    return end("failed");
  } finally {
    options.signal?.removeEventListener("abort", forward);
    followers.endAll();
  }
}

/**
 * Whether the CLI has to be told that it is to stop. At a terminal Ctrl-C reaches it by itself, and a second signal would
 * make it stop at once; of `--timeout`, a lost lock and SIGTERM it hears from us alone. Pure.
 */
export function mustForward({ reason }: AbortSignal, atTerminal: boolean): boolean {
  return !atTerminal || reason !== ctrlC;
}

/** The update failed, but no resource did: the program, or the backend in the middle of it. */
function unblamed(error: unknown, update: Update): StepFailure[] {
  const [step] = update.steps;
  const problem = problemOf(error, update.errors);
  const message = [problem.message, ...problem.details].join("; ");
  return step === undefined ? [] : [{ step, message }];
}
