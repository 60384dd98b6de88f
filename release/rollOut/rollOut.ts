import { applyRecord } from "./applyRecord.ts";
import type { Checked } from "../check/check.ts";
import { readyToMend } from "../drift/mend.ts";
import type { StepFailure, UpResult } from "../../engine/engine.ts";
import type { ResourceStep } from "../../engine/events.ts";
import type { ReleaseEvent } from "../events.ts";
import type { ReleaseContext } from "../context.ts";
import type { Phases } from "../phases.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { verify } from "../../rollout/verify.ts";
import type { WorkloadRef } from "../../rollout/verdict.ts";

/** What failed: a workload, or an object that the API server refused. */
export type Failure = Omit<StepFailure, "step"> & { step?: ResourceStep };

export interface RollOutOutcome {
  /** `interrupted`: the lock was lost. */
  result: "succeeded" | "failed" | "cancelled" | "interrupted";
  /** Why, where no single failure says it. */
  reason?: string;
  failures: Failure[];
  /** Whether any resource differed from what was there. */
  changed: boolean;
  /** The services of which a resource was changed, or failed to be. */
  touched: ReadonlySet<string>;
  /** False where it failed before Pulumi was asked for anything: then there is nothing to take back. */
  applied?: false;
}

/** apply → roll out → verify, for the stack as its file now says. */
export async function rollOut(
  record: ReleaseRecord,
  { stack, scope, drift }: Pick<Checked, "stack" | "scope" | "drift">,
  phases: Phases,
  context: ReleaseContext,
): Promise<RollOutOutcome> {
  let rolling = false;
  const emit = (event: ReleaseEvent): void => {
    if (event.type === "job" && !rolling) phases.turn("jobs");
    if (event.type === "rollout") {
      rolling = true;
      phases.turn("roll out");
    }
    context.emit(event);
  };
  const apply = async (): Promise<UpResult> => {
    const message = `see what was changed by hand, for ${record.id}`;
    await readyToMend(drift.mended, drift.manifests, message, context);
    return applyRecord(record, { ...scope, files: stack.files }, { ...context, emit });
  };
  const up = await phases.run("apply", apply, whyUpFailed);
  const changes = up.steps.filter(isChange);
  const changed = changes.length > 0;
  const touched = servicesOf([...changes, ...up.failures.map(({ step }) => step)], [...stack.services.keys()]);
  if (up.result !== "succeeded") return { result: up.result, failures: up.failures, changed, touched };
  const failures = changed ? await phases.run("verify", () => verifyChanged(up, stack, context), firstMessage) : [];
  return { result: failures.length > 0 ? "failed" : "succeeded", failures, changed, touched };
}

/** Whether the step is more than a look. */
export function isChange({ operation }: Pick<ResourceStep, "operation">): boolean {
  return operation !== "same" && operation !== "read" && operation !== "refresh";
}

/** The services that resources belong to: a resource bears its service's name, alone or with a word behind it. Pure. */
export function servicesOf(
  steps: readonly { name: string; type?: string; service?: string }[],
  services: readonly string[],
): Set<string> {
  const longestFirst = [...services].sort((a, b) => b.length - a.length);
  return new Set(
    steps
      .filter(({ type = "" }) => type !== "kubernetes:core/v1:Namespace" && !type.startsWith("pulumi:"))
      .flatMap(
        ({ name, service: known }) =>
          services.find((service) => service === known) ??
          longestFirst.find((service) => name === service || name.startsWith(`${service}-`)) ??
          [],
      ),
  );
}

/** Asks each changed workload once more, and probes its service from outside the pods. */
async function verifyChanged(up: UpResult, stack: Stack, context: ReleaseContext): Promise<StepFailure[]> {
  const checked = await Promise.all(
    changedWorkloads(up, stack).map(async ({ step, workload, probe }): Promise<StepFailure[]> => {
      const verdict = await verify(context.cluster, workload, {
        seconds: 0,
        emit: context.emit,
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
