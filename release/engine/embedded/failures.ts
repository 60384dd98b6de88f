import { Problem } from "../../../errors/problem.ts";
import type { ResourceStep } from "../../events.ts";
import type { StepFailure } from "../engine.ts";
import { OperationError } from "./providers/provider.ts";
import type { InitFailure } from "./providers/provider.ts";
import type { Run } from "./run.ts";

/** The operation was done and the resource is on record, but it did not become live. */
export class NotLive extends OperationError {
  readonly failure: InitFailure;

  constructor(failure: InitFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** What goes into the result for a step that failed. */
function failureOf(step: ResourceStep, error: unknown): StepFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof NotLive)) return { step, message };
  const { workload, cause, timedOut } = error.failure;
  return {
    step,
    message,
    ...(workload === undefined ? {} : { workload }),
    ...(cause === undefined ? {} : { cause }),
    ...(timedOut === undefined ? {} : { timedOut }),
  };
}

/** Tells the run of a step that failed. A problem, before anything was changed, is the whole run's. */
export function report(run: Run, step: ResourceStep, error: unknown): void {
  if (error instanceof Problem && !run.touched) run.fail(error);
  else if (error instanceof NotLive && error.failure.unfinished === true) run.left(step, error.message);
  else run.failed(failureOf(step, error));
}
