import type { JobFacts } from "./jobs/job.ts";
import type { JobStatus } from "./jobs/status.ts";
import type { PodView, RolloutStatus, WorkloadRef } from "./verdict.ts";

/** What happens while a workload is followed. `at`: time in ms since 1970. */
export type RolloutEvent =
  | {
      type: "rollout";
      at: number;
      workload: WorkloadRef;
      status: RolloutStatus;
      pods: PodView[];
      elapsedSeconds: number;
      deadlineSeconds: number;
    }
  | ({ type: "job"; at: number; workload: WorkloadRef; status: JobStatus; deadlineSeconds: number } & JobFacts)
  | { type: "podLog"; at: number; workload: WorkloadRef; pod: string; container: string; line: string }
  | { type: "clusterEvent"; at: number; workload: WorkloadRef; object: string; reason: string; message: string };

/** A sentence for whoever watches. */
export interface NoteEvent {
  type: "note";
  at: number;
  level: "info" | "warning" | "error";
  message: string;
}

export type Emit = (event: RolloutEvent | NoteEvent) => void;
