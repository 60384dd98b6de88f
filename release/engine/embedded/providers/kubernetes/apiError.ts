export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

interface StatusBody {
  reason?: string;
  message?: string;
  details?: { kind?: string; causes?: StatusCause[] };
}

/** What the API server answered instead of doing it: Kubernetes' `Status`. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  /** `AlreadyExists`, `Conflict`, `Invalid`, `Forbidden`, `NotFound`, ... */
  readonly reason: string;
  /** Kind the answer is about: `namespaces`. */
  readonly kind: string;
  readonly causes: readonly StatusCause[];

  constructor(status: number, body: StatusBody) {
    super(body.message ?? `HTTP status ${status}`);
    this.status = status;
    this.reason = body.reason ?? "";
    this.kind = body.details?.kind ?? "";
    this.causes = body.details?.causes ?? [];
  }

  static from(status: number, text: string): ApiError {
    try {
      return new ApiError(status, JSON.parse(text) as StatusBody);
    } catch {
      return new ApiError(status, { message: text.trim() || `HTTP status ${status}` });
    }
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
