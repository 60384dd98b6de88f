import type { ContentfulStatusCode } from "hono/utils/http-status";
import { Problem } from "../../errors/problem.ts";
import type { ApiProblem } from "../api/problem.ts";

/** A request that is not done, and what the person is told. */
export class Refusal extends Error {
  readonly status: ContentfulStatusCode;
  readonly body: ApiProblem;
  readonly headers: Record<string, string>;

  constructor(status: ContentfulStatusCode, body: ApiProblem, headers: Record<string, string> = {}) {
    super(body.what);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** What is not there, and what one may not see, look alike. */
export function notFound(what: string): Refusal {
  return new Refusal(404, { code: "NOT_FOUND", what: `there is no ${what}`, next: "check the address" });
}

export function forbidden(what: string): Refusal {
  return new Refusal(403, {
    code: "NO_RIGHTS",
    what,
    next: "ask an owner of the cluster for the role: docs/own-cluster.md",
  });
}

export function malformed(what: string, details: string[] = []): Refusal {
  return new Refusal(400, { code: "REQUEST_MALFORMED", what, ...(details.length === 0 ? {} : { details }) });
}

/** What a problem of the project's own says, without its cause. */
export function apiProblem({ code, message, where, details, next }: Problem): ApiProblem {
  return {
    code,
    what: message,
    ...(where === undefined ? {} : { where }),
    ...(details.length === 0 ? {} : { details: [...details] }),
    ...(next === undefined ? {} : { next }),
  };
}

const statuses: Record<string, ContentfulStatusCode> = {
  RECORD_UNKNOWN: 404,
  SERVICE_UNKNOWN: 404,
  CLUSTER_UNREACHABLE: 503,
  CLUSTER_REFUSED: 502,
  RELEASE_IN_PROGRESS: 409,
};

/** A mistake of this program's own says nothing of itself to whoever asked: `log` hears it. */
export function refusalOf(error: unknown, log: (error: unknown) => void): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof Problem) return new Refusal(statuses[error.code] ?? 400, apiProblem(error));
  log(error);
  return new Refusal(500, {
    code: "UNEXPECTED",
    what: "the console made a mistake",
    next: "try again; its log says more",
  });
}
