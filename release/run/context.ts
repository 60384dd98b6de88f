import type { Cluster } from "../../cluster/cluster.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { RecordStore } from "../../records/store.ts";
import type { Emit } from "../../rollout/events.ts";

/** What a run of a schedule works with. */
export interface RunContext {
  stack: Stack;
  cluster: Cluster;
  records: RecordStore;
  operator: string;
  /** Whom the API server takes them for; undefined as long as it has not said. */
  user: () => string | undefined;
  emit: Emit;
  /** Ctrl-C: the run goes on, and is no longer followed. */
  signal: AbortSignal;
}
