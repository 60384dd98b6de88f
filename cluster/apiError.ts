import { STATUS_CODES } from "node:http";
import { ApiException } from "@kubernetes/client-node";
import { Problem, UnreachableProblem, UsageProblem } from "../errors/problem.ts";

/** The API server's own words and code for a failed request; undefined where none came back. */
export function apiStatus(error: unknown): { code: number; message: string } | undefined {
  if (!(error instanceof ApiException)) return undefined;
  const body: unknown = typeof error.body === "string" ? parseJson(error.body) : error.body;
  const message = isStatus(body) ? body.message : (STATUS_CODES[error.code] ?? String(error.body));
  return { code: error.code, message };
}

export function isNotFound(error: unknown): boolean {
  return apiStatus(error)?.code === 404;
}

export function isConflict(error: unknown): boolean {
  return apiStatus(error)?.code === 409;
}

/** A quota is asked before it is looked whether the object is there already. */
export function isOverQuota(error: unknown): boolean {
  const status = apiStatus(error);
  return status?.code === 403 && status.message.includes("exceeded quota");
}

/** A failed request as a problem that a person can act on. `doing` completes "… failed while ‹doing›". */
export function apiProblem(error: unknown, doing: string): Problem {
  if (error instanceof Problem) return error;
  const status = apiStatus(error);
  if (status === undefined) {
    const text = rootMessage(error);
    return new UnreachableProblem({
      code: "CLUSTER_UNREACHABLE",
      what: `the Kubernetes API server did not answer while ${doing}: ${text}`,
      next: "check the cluster and the context: kubectl cluster-info",
      cause: error,
    });
  }
  if (status.code === 401 || status.code === 403) {
    return new UsageProblem({
      code: status.code === 401 ? "NOT_AUTHENTICATED" : "NO_RIGHTS",
      what: `the cluster refused ${doing}: ${status.message}`,
      next:
        status.code === 401
          ? "log in to the cluster again, or check the user in the kubeconfig"
          : "ask a cluster owner for the releaser role: release rbac prints it",
      cause: error,
    });
  }
  return new UnreachableProblem({
    code: "CLUSTER_REFUSED",
    what: `the cluster answered ${status.code} while ${doing}: ${status.message}`,
    cause: error,
  });
}

/** What was thrown says: fetch wraps what really happened (ECONNREFUSED, ETIMEDOUT) in `cause`; the innermost one is worth reading. */
export function rootMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof AggregateError && error.cause.errors[0] instanceof Error)
    return error.cause.errors[0].message;
  return error.cause instanceof Error ? rootMessage(error.cause) : error.message;
}

function isStatus(body: unknown): body is { message: string } {
  return typeof body === "object" && body !== null && "message" in body && typeof body.message === "string";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
