import { Problem } from "../../errors/problem.ts";
import type { ReleasePlan } from "../../release/plan.ts";
import type { ReleaseRecord, ReleaseResult } from "../../records/record.ts";
import type { Cause, WorkloadRef } from "../../rollout/verdict.ts";
import type { Attributes } from "./span.ts";

// Names by OpenTelemetry's conventions: https://opentelemetry.io/docs/specs/semconv/registry/attributes/cicd/ and beside it.

/** What is known of the release once it has a plan. */
export function planAttributes({ kind, project, stack, git }: ReleasePlan): Attributes {
  return {
    "cicd.pipeline.name": `release ${kind}`,
    "deployment.name": `${project}/${stack}`,
    "deployment.environment.name": stack,
    ...(git === undefined ? {} : { "vcs.ref.head.name": git.branch, "vcs.ref.head.revision": git.commit }),
  };
}

/** How it ended, by its record. */
export function recordAttributes({ id, result, changes, cause }: ReleaseRecord): Attributes {
  return {
    "cicd.pipeline.run.id": id,
    "cicd.pipeline.result": pipelineResults[result],
    "deployment.id": id,
    "deployment.status": result === "succeeded" ? "succeeded" : "failed",
    "release.result": result,
    "release.services": changes.map(({ service, after }) => `${service}=${after.release.version}`),
    ...(cause === undefined ? {} : { "error.type": cause.code }),
  };
}

const pipelineResults: Record<ReleaseResult, string> = {
  succeeded: "success",
  "rolled back": "failure",
  "rollback failed": "failure",
  failed: "failure",
  cancelled: "cancellation",
  interrupted: "cancellation",
  running: "error",
};

/** Of what was refused, or cut off, before it came to a record's end. */
export function errorAttributes(error: unknown): Attributes {
  return {
    "cicd.pipeline.result": "error",
    "error.type": error instanceof Problem ? error.code : "BUG",
  };
}

export function workloadAttributes({ kind, namespace, name }: WorkloadRef): Attributes {
  return {
    "k8s.namespace.name": namespace,
    [kind === "Job" ? "k8s.job.name" : "k8s.deployment.name"]: name,
  };
}

/** As an exception's event, which every viewer knows. */
export function causeEvent({ code, message, object, container }: Cause): { name: string; attributes: Attributes } {
  return {
    name: "exception",
    attributes: {
      "exception.type": code,
      "exception.message": message,
      "k8s.namespace.name": object.namespace,
      ...(object.kind === "Pod" ? { "k8s.pod.name": object.name } : {}),
      ...(container === undefined ? {} : { "k8s.container.name": container }),
    },
  };
}
