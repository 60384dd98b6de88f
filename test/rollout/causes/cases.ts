import assert from "node:assert/strict";
import type { CauseCode } from "../../../rollout/verdict.ts";
import { defaultLimits } from "../../../rollout/limits.ts";
import type { RolloutSnapshot } from "../../../rollout/snapshot.ts";
import { status } from "../../../rollout/status.ts";
import * as make from "../builders.ts";

export interface Case {
  code: CauseCode;
  when: string;
  snapshot: RolloutSnapshot;
  message: string;
  command: string;
}

export const describePod = "kubectl describe pod -n staging website-new-a";
export const previousLogs = "kubectl logs -n staging website-new-a -c web --previous";

/** A rollout whose one new pod, `website-new-a`, is like that and has these events; ages in seconds. */
export function inPod(
  parts: make.PodParts,
  events: [reason: string, message: string, first?: number, last?: number][] = [],
): RolloutSnapshot {
  const made = make.pod("a", parts);
  return make.rollout({
    pods: [made],
    events: events.map(([reason, message, first, last]) => make.event(made, reason, message, first, last)),
  });
}

/** Holds each case's verdict, 100 s into the rollout, against what it has to be, to the letter. */
export function itNames(cases: Case[]): void {
  for (const { code, when, snapshot, message, command } of cases) {
    it(`is ${code}: ${when}`, () => {
      const start = { at: make.now - 100_000, restarts: new Map<string, number>() };
      const { phase, cause } = status(snapshot, defaultLimits, make.now, start);
      const said = { phase, code: cause?.code, message: cause?.message, command: cause?.command };
      assert.deepEqual(said, { phase: "failed", code, message, command });
    });
  }
}
