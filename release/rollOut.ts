import type { StepFailure, UpResult } from "./engine/engine.ts";
import type { ReleaseContext } from "./context.ts";
import type { Phases } from "./phases.ts";
import type { Stack } from "./parameters/stack.ts";
import { verify } from "./rollout/verify.ts";
import type { WorkloadRef } from "./rollout/verdict.ts";

export interface RollOutOutcome {
  result: "succeeded" | "failed" | "cancelled";
  failures: StepFailure[];
  /** Whether any resource differed from what was there. */
  changed: boolean;
}

/** apply → roll out → verify, for the stack as its file now says. */
export async function rollOut(
  stack: Stack,
  message: string,
  phases: Phases,
  context: ReleaseContext,
): Promise<RollOutOutcome> {
  const up = await phases.run(
    "apply",
    () =>
      context.engine.up({
        message,
        signal: context.signal,
        emit: (event) => {
          if (event.type === "rollout") phases.turn("roll out");
          context.emit(event);
        },
      }),
    whyUpFailed,
  );
  const changed = up.steps.some(({ operation }) => operation !== "same" && operation !== "read");
  if (up.result !== "succeeded") return { result: up.result, failures: up.failures, changed };
  const failures = changed ? await phases.run("verify", () => verifyChanged(up, stack, context), firstMessage) : [];
  return { result: failures.length > 0 ? "failed" : "succeeded", failures, changed };
}

/** Asks each changed workload once more, and probes its service from outside the pods. */
async function verifyChanged(up: UpResult, stack: Stack, context: ReleaseContext): Promise<StepFailure[]> {
  const checked = await Promise.all(
    changedWorkloads(up, stack).map(async ({ step, workload, probe }): Promise<StepFailure[]> => {
      const verdict = await verify(context.cluster, workload, {
        seconds: 0,
        ...(probe === undefined ? {} : { probe }),
      });
      for (const message of verdict.notes) context.emit({ type: "note", at: Date.now(), level: "info", message });
      if (verdict.healthy) return [];
      return [
        { step, workload, message: verdict.message, ...(verdict.cause === undefined ? {} : { cause: verdict.cause }) },
      ];
    }),
  );
  return checked.flat();
}

function changedWorkloads(up: UpResult, stack: Stack) {
  return up.steps
    .filter(
      ({ type, operation }) => type === "kubernetes:apps/v1:Deployment" && /^(create|update|replace)$/.test(operation),
    )
    .flatMap((step) => {
      const service = stack.services.get(step.name);
      if (service === undefined) return [];
      const workload: WorkloadRef = { kind: "Deployment", namespace: service.namespace, name: step.name };
      return [{ step, workload, probe: service.probe }];
    });
}

function whyUpFailed({ result, failures }: UpResult): string | undefined {
  return result === "succeeded" ? undefined : (firstMessage(failures) ?? result);
}

function firstMessage([first]: readonly StepFailure[]): string | undefined {
  return first?.message;
}
