import type { LayerName } from "../../components/config/layers.ts";
import type { PodView, RolloutStatus } from "../../rollout/verdict.ts";
import type { ServiceRow } from "./overview.ts";
import type { ReleaseSummary } from "./releases.ts";

/** GET /api/stacks/:stack/services/:service */
export interface ServiceDetail {
  row: ServiceRow;
  /** Absent of what runs on a schedule, and of what was never released. */
  status?: RolloutStatus;
  pods: PodView[];
  /** As `release config show --json`; secrets are `[secret]`. Empty of a service that has left the stack. */
  parameters: Parameter[];
  /** Its newest 20. */
  releases: ReleaseSummary[];
  /** Containers of its pods, for the logs. */
  containers: string[];
}

export interface Parameter {
  /** `rollout.maxSurge` */
  path: string;
  value: unknown;
  from: LayerName;
  /** File and line, of what is said where services have files of their own. */
  at?: string;
}

/** GET /api/stacks/:stack/services/:service/versions, newest first. */
export interface Versions {
  known: KnownVersion[];
}

export interface KnownVersion {
  version: string;
  from: "record" | "registry";
  /** ISO 8601: when it was released last. */
  at?: string;
  /** How that ended. */
  result?: string;
}

/**
 * GET /api/stacks/:stack/services/:service/logs?pod&container&tail&follow: server-sent events, each `data:` one of these, with no
 * id; `event: end` once there is no more. `tail`: lines of each container before now, 0 to 5000, default 200; `follow=false`
 * ends with those.
 */
export interface LogLine {
  pod: string;
  container: string;
  /** As it was written, but for secrets that are known; terminal codes and control characters may be in it: text alone. */
  line: string;
}
