import { UsageProblem } from "../../../errors/problem.ts";
import type { StepFailure } from "../engine.ts";

/** Everything the API server would refuse, in one problem. */
export function previewProblem(failures: readonly StepFailure[]): UsageProblem {
  const count = failures.length === 1 ? "one object" : `${failures.length} objects`;
  return new UsageProblem({
    code: "PREVIEW_REFUSED",
    what: `${count} would not be accepted`,
    details: failures.map(
      ({ step, message }) => `${step.type.split(":").at(-1) ?? step.type} "${step.name}": ${message}`,
    ),
    next: "mend what each line names; nothing was changed",
  });
}
