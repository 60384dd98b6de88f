export interface LogsRequest {
  namespace: string;
  service: string;
  /** Labels of its pods. */
  pods: Record<string, string>;
  /** Lines from the end of each container's log. */
  tail: number;
  /** The run before the present one, of containers that were restarted. */
  previous: boolean;
  /** Goes on with what is written from now on, new pods included, until this is aborted. */
  follow?: AbortSignal;
}

/** One line of one container, without terminal escapes, what its pods' Secrets hold, and what looks like a secret. */
export interface LogLine {
  pod: string;
  container: string;
  line: string;
}
