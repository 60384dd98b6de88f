import type { StackFileEdit } from "../../parameters/stackFileEdit.ts";
import { release, type ReleaseOutcome } from "../../release/release.ts";
import { recordSeconds } from "../../records/record.ts";
import type { Output } from "../output.ts";
import { outcomeLines } from "../renderers/outcome.ts";
import { releaseContext, type Session } from "../session.ts";
import type { ReleaseRow } from "./report.ts";

/** Runs one release of the story with its progress on screen. A failed one gives its restore as a second row. */
export async function tell(
  title: string,
  edits: StackFileEdit[],
  session: Session,
  output: Output,
  signal: AbortSignal,
): Promise<ReleaseRow[]> {
  output.say(`\n${output.style.bold(title)}`);
  const renderer = output.renderer();
  try {
    const context = await releaseContext(session, {
      emit: (event) => {
        renderer.event(event);
      },
      signal,
      approve: () => Promise.resolve(true),
    });
    const outcome = await release(
      // The failure is shown at every start, so the guard against trying it again is told that this is meant.
      { kind: "deploy", edits, description: `npm start: ${title}`, restore: true, force: true, commit: false },
      context,
    );
    renderer.end();
    for (const line of outcomeLines(outcome, output.style)) output.say(line);
    return rowsOf(outcome, edits);
  } finally {
    renderer.end();
  }
}

function rowsOf({ record, restore, changed }: ReleaseOutcome, edits: readonly StackFileEdit[]): ReleaseRow[] {
  return [record, ...(restore === undefined ? [] : [restore])].map((one) => ({
    record: one,
    id: one.id,
    service: edits[0]?.service ?? "all",
    kind: one.kind,
    result: changed ? one.result : "no change",
    seconds: round(one === record && restore !== undefined ? untilRestore(one) : (recordSeconds(one) ?? 0)),
    kubectlSeconds: null,
  }));
}

/** A failed release's own time: the restore has a row for itself. */
function untilRestore({ phases }: ReleaseOutcome["record"]): number {
  return phases.filter(({ phase }) => phase !== "restore").reduce((sum, { seconds }) => sum + seconds, 0);
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
