import type { Change } from "./change.ts";
import { median } from "./statistics.ts";

/** A span of time, in ms since 1970: its begin belongs to it, its end does not. */
export interface Period {
  from: number;
  until: number;
}

/** The four figures over a period; docs/figures.md defines them. Times in seconds. */
export interface Figures {
  deployments: number;
  deploymentsPerDay: number;
  /** From commit to serving; of the deployments whose commit is known and new. */
  leadTime: { median?: number; known: number; again: number; unknown: number };
  /** Of all changes whose end is known. `rate`: 0 to 1, absent where there was none. */
  changeFailure: { rate?: number; failed: number; changes: number; unfinished: number };
  /** From the begin of the release that failed until the service was well again. */
  timeToRestore: { median?: number; restored: number; open: number };
}

const day = 86_400_000;

/** Pure. @param changes those that ended outside the period do not count */
export function figuresOf(changes: readonly Change[], { from, until }: Period): Figures {
  const ended = changes.filter(({ endedAt }) => endedAt >= from && endedAt < until);
  const deployed = ended.filter((change) => change.deployed);
  const failed = ended.filter((change) => change.failed);
  const known = ended.filter((change) => change.deployed || change.failed);
  const leads = deployed.flatMap(({ lead }) => (typeof lead === "number" ? lead : []));
  const again = deployed.filter(({ lead }) => lead === "again").length;
  const restored = failed.flatMap(({ restoredAt, startedAt }) =>
    restoredAt === undefined ? [] : (restoredAt - startedAt) / 1000,
  );
  return {
    deployments: deployed.length,
    deploymentsPerDay: until > from ? deployed.length / ((until - from) / day) : 0,
    leadTime: {
      ...withMedian(leads),
      ...{ known: leads.length, again, unknown: deployed.length - leads.length - again },
    },
    changeFailure: {
      ...(known.length === 0 ? {} : { rate: failed.length / known.length }),
      ...{ failed: failed.length, changes: known.length, unfinished: ended.length - known.length },
    },
    timeToRestore: {
      ...withMedian(restored),
      ...{ restored: restored.length, open: failed.length - restored.length },
    },
  };
}

function withMedian(values: readonly number[]): { median?: number } {
  const middle = median(values);
  return middle === undefined ? {} : { median: middle };
}
