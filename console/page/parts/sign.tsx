import type { ReleaseResult } from "../../../records/record.ts";
import type { ServiceRow } from "../../api/overview.ts";
import { ShapeMark, type Shape } from "./shapes.tsx";

/** The colour of a state; never alone. */
export type Tone = "good" | "busy" | "warn" | "bad" | "quiet";

export interface Look {
  tone: Tone;
  shape: Shape;
}

const states: Record<ServiceRow["state"], Look> = {
  healthy: { tone: "good", shape: "done" },
  rolling: { tone: "busy", shape: "busy" },
  failing: { tone: "bad", shape: "failed" },
  absent: { tone: "quiet", shape: "none" },
  drifted: { tone: "warn", shape: "warn" },
  lost: { tone: "bad", shape: "lost" },
  scheduled: { tone: "good", shape: "clock" },
  suspended: { tone: "quiet", shape: "paused" },
};

const results: Record<ReleaseResult, Look> = {
  running: { tone: "busy", shape: "busy" },
  succeeded: { tone: "good", shape: "done" },
  "rolled back": { tone: "warn", shape: "back" },
  "rollback failed": { tone: "bad", shape: "lost" },
  failed: { tone: "bad", shape: "failed" },
  cancelled: { tone: "quiet", shape: "stopped" },
  interrupted: { tone: "warn", shape: "warn" },
};

/** The order in which a person wants to know of them. */
export const stateOrder: readonly ServiceRow["state"][] = [
  "lost",
  "failing",
  "rolling",
  "drifted",
  "absent",
  "suspended",
  "scheduled",
  "healthy",
];

export function lookOfState(state: ServiceRow["state"]): Look {
  return states[state];
}

export function lookOfResult(result: ReleaseResult): Look {
  // A record that a newer version wrote may know more.
  return (results as Partial<typeof results>)[result] ?? { tone: "quiet", shape: "none" };
}

export function Sign({ tone, shape, text }: Look & { text: string }) {
  return (
    <span class={`sign ${tone}`}>
      <ShapeMark shape={shape} />
      <span>{text}</span>
    </span>
  );
}

export function StateSign({ state }: { state: ServiceRow["state"] }) {
  return <Sign {...states[state]} text={state} />;
}

export function ResultSign({ result }: { result: ReleaseResult }) {
  return <Sign {...lookOfResult(result)} text={result} />;
}
