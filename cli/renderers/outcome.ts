import type { ReleaseOutcome } from "../../release/release.ts";
import { describeRecord, recordSeconds, type ReleaseRecord } from "../../records/record.ts";
import { resultText } from "./history.ts";
import { mendedLines } from "./drift.ts";
import type { Style } from "./style.ts";
import { undoneLines } from "./undone.ts";
import { formatSeconds } from "./units.ts";
import { neverServedLines } from "./wayBack.ts";

/** The last words of a release: how it ended, why, and what to do next. */
export function outcomeLines({ record, restore, changed }: ReleaseOutcome, style: Style): string[] {
  const what = `${record.kind} ${describeRecord(record)}`;
  if (!changed) return [`${style.good("no change")}: ${record.stack} already is as asked for`];
  const took = recordSeconds(record);
  const head = `${resultText(record.result, style)}: ${what}${took === undefined ? "" : ` in ${formatSeconds(took)}`} ${style.dim(`(${record.id})`)}`;
  return [
    head,
    ...(record.result === "succeeded" ? mendedLines(record.drift ?? [], style) : []),
    ...(record.reason === undefined ? [] : [`  why: ${record.reason}`]),
    ...(record.cause === undefined ? [] : [`  more: ${record.cause.command}`]),
    ...restoreLines(restore, style),
    ...keptLines(record, style),
    ...undoneLines(record, style),
    ...nextLines(record, restore?.left),
  ];
}

function restoreLines(restore: ReleaseOutcome["restore"], style: Style): string[] {
  if (restore === undefined) return [];
  const seconds = recordSeconds(restore);
  const time = seconds === undefined ? "" : ` in ${formatSeconds(seconds)}`;
  if (restore.result === "succeeded") {
    const back = restore.changes.map(({ service, after }) => `${service} ${after.release.version}`).join(", ");
    return [`  restored: ${back}${time} ${style.dim(`(${restore.id})`)}`, ...neverServedLines(restore, style)];
  }
  return [
    style.bad(`  THE RESTORE FAILED TOO (${restore.id}): ${restore.reason ?? "unknown"}`),
    "  what still serves: release status",
  ];
}

/** Stopped, with the choice that only a person can make. */
function keptLines({ kept, changes }: ReleaseRecord, style: Style): string[] {
  if (kept === undefined) return [];
  const of = changes.filter(({ service }) => kept.includes(service));
  const before = of.flatMap(({ service, before: was }) =>
    was === undefined ? [] : [`${service} ${was.release.version}`],
  );
  return [
    style.bad(
      `  NOT TAKEN BACK: ${kept.join(", ")}: a job ran that ${before.join(", ") || "the version before"} is not said to go with`,
    ),
    "  what serves now: release status",
    `  fix forward: release up ${of.flatMap(({ service, removed }) => (removed === true ? [] : `${service}=VERSION`)).join(" ")}`,
    `  or, once the data is as the older version needs it: release rollback ${of.flatMap(({ service, before: was }) => (was === undefined ? [] : service)).join(" ")} --force-restore -m REASON`,
  ];
}

function nextLines({ result, id, changes, kept }: ReleaseRecord, left: readonly string[] | undefined): string[] {
  if (kept !== undefined) return [`  next: release show ${id} (logs, events), then one of the two`];
  if (left !== undefined)
    return [`  next: release show ${id} (logs, events), then mend ${left.join(", ")} and release it`];
  switch (result) {
    case "rolled back":
      return [`  next: release show ${id} (logs, events)`];
    case "failed": {
      // Left as it is on purpose: recover would leave it too.
      const served = changes.filter(({ before }) => before !== undefined).map(({ service }) => service);
      const then = served.length > 0 ? `release rollback ${served.join(" ")}` : "mend it: release up goes on";
      return [`  next: release show ${id} (logs, events), then ${then}`];
    }
    case "rollback failed":
      return [
        `  next: release show ${id} (logs, events), then release recover, which tries again, or release rollback SERVICE`,
      ];
    case "cancelled":
      return [
        "  next: release up goes on; release recover goes back to the last good release, or finishes this one if it has arrived by then",
      ];
    case "interrupted":
      return ["  next: release status (who releases now), then release recover"];
    default:
      return [];
  }
}
