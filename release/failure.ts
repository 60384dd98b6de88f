import { errorText } from "../errors/errorText.ts";
import type { ReleaseContext } from "./context.ts";
import { servicesOf, type RollOutOutcome } from "./rollOut/rollOut.ts";
import { collectEvidence, type Evidence } from "../rollout/evidence.ts";
import { redact } from "../rollout/evidence/redact.ts";
import { sanitize } from "../rollout/evidence/sanitize.ts";
import type { Cause } from "../rollout/verdict.ts";

export interface FailureReport {
  /** What failed, one sentence. */
  reason: string;
  /** Set where a workload is to blame. */
  cause?: Cause;
  /** The services that failed. */
  failed: string[];
  evidence: Evidence[];
}

/** Logs lines kept of each container. */
const maxLines = 200;

/** Takes the evidence while the failed pods are still there; what cannot be had is left out, never fatal. */
export async function collectFailure(
  outcome: RollOutOutcome,
  services: readonly string[],
  context: ReleaseContext,
): Promise<FailureReport> {
  const evidence = await Promise.all(
    outcome.failures.flatMap(({ workload, cause: known }) => {
      if (workload === undefined) return [];
      return [
        collectEvidence(context.cluster, workload, {
          redact: [],
          maxLines,
          ...(workload.kind === "Job" && known !== undefined ? { cause: known } : {}),
        }).catch((error: unknown) => {
          const message = `no evidence of ${workload.namespace}/${workload.name}: ${errorText(error)}`;
          context.emit({ type: "note", at: Date.now(), level: "warning", message });
          return undefined;
        }),
      ];
    }),
  );
  const [first] = outcome.failures;
  const cause = outcome.failures.find((failure) => failure.cause !== undefined)?.cause;
  return {
    // Causes are clean; what the API server or a webhook says of an object comes as it is.
    reason: redact(sanitize(outcome.reason ?? cause?.message ?? first?.message ?? "the update failed"), []),
    failed: [
      ...servicesOf(
        outcome.failures.flatMap(({ workload, step }) => (workload?.kind === "Deployment" ? workload : (step ?? []))),
        services,
      ),
    ],
    ...(cause === undefined ? {} : { cause }),
    evidence: evidence.filter((found) => found !== undefined),
  };
}
