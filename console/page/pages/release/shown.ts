import type { CanaryLook } from "../../../../canary/check.ts";
import type { ActEvent } from "../../../api/acts.ts";
import type { LogLine } from "../../../api/service.ts";
import type { Phase } from "../../../../records/phase.ts";
import { phases } from "../../../../records/phase.ts";
import type { ReleaseRecord, ServiceChange } from "../../../../records/record.ts";
import type { CanaryStep, ReleaseEvent } from "../../../../release/events.ts";

/** A phase as it is drawn. */
export interface ShownPhase {
  phase: Phase;
  state: "done" | "running" | "failed" | "waiting";
  seconds?: number;
  message?: string;
}

type Told<Type extends ReleaseEvent["type"]> = Extract<ReleaseEvent, { type: Type }>;

/** What an act's events come to, as far as they have come. */
export interface ShownAct {
  phases: ShownPhase[];
  /** The newest of each workload, by `namespace/name`. */
  rollouts: Map<string, Told<"rollout">>;
  jobs: Map<string, Told<"job">>;
  logs: LogLine[];
  clusterEvents: Told<"clusterEvent">[];
  notes: Told<"note">[];
  resources: Map<string, Told<"resource">>;
  looks: CanaryLook[];
  steps: CanaryStep[];
}

const mostLogLines = 2000;
const always: readonly Phase[] = ["check", "plan", "apply", "roll out", "verify", "record"];

/** Pure. */
export function shownAct(events: readonly ActEvent[]): ShownAct {
  const shown: ShownAct = {
    ...{ phases: [], rollouts: new Map(), jobs: new Map(), logs: [], clusterEvents: [], notes: [] },
    ...{ resources: new Map(), looks: [], steps: [] },
  };
  const told = new Map<Phase, ShownPhase>();
  for (const { event } of events) add(event, shown, told);
  shown.logs = shown.logs.slice(-mostLogLines);
  shown.phases = inOrder(told);
  return shown;
}

function add(event: ReleaseEvent, shown: ShownAct, told: Map<Phase, ShownPhase>): void {
  switch (event.type) {
    case "phase": {
      const { phase, state, seconds, message } = event;
      told.set(phase, {
        phase,
        state: state === "started" ? "running" : state,
        ...(seconds === undefined ? {} : { seconds }),
        ...(message === undefined ? {} : { message }),
      });
      return;
    }
    case "rollout":
      shown.rollouts.set(`${event.workload.namespace}/${event.workload.name}`, event);
      return;
    case "job":
      shown.jobs.set(`${event.workload.namespace}/${event.workload.name}`, event);
      return;
    case "podLog":
      shown.logs.push({ pod: event.pod, container: event.container, line: event.line });
      return;
    case "clusterEvent":
      shown.clusterEvents.push(event);
      return;
    case "note":
      shown.notes.push(event);
      return;
    case "resource":
      shown.resources.set(event.step.urn, event);
      return;
    case "canaryLook":
      shown.looks.push(event);
      return;
    case "canaryStep":
      shown.steps.push(event);
      return;
    case "plan":
      return;
  }
}

/** Those that were told, and of the others those that every release has. */
function inOrder(told: ReadonlyMap<Phase, ShownPhase>): ShownPhase[] {
  if (told.size === 0) return [];
  const failed = [...told.values()].some(({ state }) => state === "failed");
  return phases.flatMap((phase): ShownPhase[] => {
    const known = told.get(phase);
    if (known !== undefined) return [known];
    // After a failure the way leads elsewhere.
    if (failed && phase !== "record") return [];
    return always.includes(phase) ? [{ phase, state: "waiting" }] : [];
  });
}

/** Of a record alone, where its events are not known: it was begun elsewhere, or long ago. Pure. */
export function recordPhases(record: Pick<ReleaseRecord, "phases" | "result">, rolling: boolean): ShownPhase[] {
  const told = new Map<Phase, ShownPhase>(
    record.phases.map(({ phase, seconds }) => [phase, { phase, state: "done", seconds }]),
  );
  if (record.result === "running") return inOrder(runningPhases(told, rolling));
  const failedAt = record.phases.findLast(({ phase }) => !["evidence", "restore", "record"].includes(phase));
  if (record.result !== "succeeded" && failedAt !== undefined)
    told.set(failedAt.phase, { ...failedAt, state: "failed" });
  return phases.flatMap((phase) => told.get(phase) ?? []);
}

/** While it runs the record says nothing of its phases: pods that are swapped say that it rolls out. */
function runningPhases(told: Map<Phase, ShownPhase>, rolling: boolean): Map<Phase, ShownPhase> {
  const done = (phase: Phase) => {
    if (!told.has(phase)) told.set(phase, { phase, state: "done" });
  };
  done("check");
  done("plan");
  if (rolling) {
    done("apply");
    told.set("roll out", { phase: "roll out", state: "running" });
  } else if (!told.has("apply")) told.set("apply", { phase: "apply", state: "running" });
  return told;
}

/**
 * Of which version the pods are that go, and those that come. Before the new version is applied, those that there are count as the new
 * ones; once it goes back, what came is what goes. Pure.
 * @param now what runs, where that is known; `back`: it is being taken back, or was
 */
export function swappedVersions(
  { before, after }: Pick<ServiceChange, "before" | "after">,
  { runs, back }: { runs?: string | undefined; back: boolean },
): { old?: string | undefined; new?: string | undefined } {
  const [from, to] = [before?.release.version, after.release.version];
  if (from === to) return {};
  if (back) return runs === to ? { old: from, new: to } : { old: to, new: from };
  return runs === undefined || runs === to ? { old: from, new: to } : { new: runs };
}
