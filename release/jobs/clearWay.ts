import { lastGood } from "../../records/choose.ts";
import { effectsInTheWay } from "../../records/jobEffects.ts";
import type { JobRun } from "../../records/jobRun.ts";
import type { ReleaseRecord, ServiceChange } from "../../records/record.ts";
import type { ReleaseContext } from "../context.ts";
import { currentRevision, podsServe } from "../rollOut/standing.ts";
import { halfUndone, undoneText } from "../../records/undone.ts";
import { whatRan } from "./inTheWay.ts";
import { seeThrough } from "./seeThrough.ts";
import { undoRuns, type UndoFailure } from "./undo.ts";

/** What a failed release's jobs mean for one service's way back. */
export interface JobsInTheWay {
  /** All of them can be undone, and are to be, in this order. */
  undo: JobRun[];
  /** Why the service must not go back. */
  keep?: string;
}

/**
 * Decides for one service. Jobs of the release itself stand in no way as long as its pods are the old ones: then nothing
 * goes back, and what can be undone is. Pure.
 * @param records without the failed one, newest first
 */
export function jobsInTheWay(
  failed: ReleaseRecord,
  records: readonly ReleaseRecord[],
  { service }: Pick<ServiceChange, "service">,
  podsChanged: boolean,
): JobsInTheWay {
  const good = lastGood(records, service);
  if (good === undefined) return { undo: [] };
  const effects = effectsInTheWay([failed, ...records], service, good);
  const standing = podsChanged ? effects : effectsInTheWay(records, service, good);
  const [lasting] = standing.filter(({ older }) => older !== "undone");
  if (lasting === undefined) return { undo: effects.filter(({ older }) => older === "undone") };
  return { undo: [], keep: `${whatRan(lasting)}, and ${good.release.version} is not said to go with what it did` };
}

/** Whether there is anything to decide: else the cluster need not be asked, which may be away just now. */
function jobsMatter(failed: ReleaseRecord, older: readonly ReleaseRecord[], { service }: ServiceChange): boolean {
  const good = lastGood(older, service);
  return good !== undefined && effectsInTheWay([failed, ...older], service, good).length > 0;
}

/**
 * Sees to it that no older version comes back to what jobs have made of its data: what can be undone is, now. Returns the
 * services that must stay as they are, each with the reason.
 */
export async function clearWay(
  failed: ReleaseRecord,
  records: readonly ReleaseRecord[],
  context: ReleaseContext,
): Promise<Map<string, string>> {
  const older = records.filter(({ id }) => id !== failed.id);
  await seeThrough(failed, context);
  const kept = new Map<string, string>();
  for (const change of failed.changes) {
    if (!jobsMatter(failed, older, change)) continue;
    const podsChanged = await haveChanged(change, context);
    const { undo, keep } = jobsInTheWay(failed, older, change, podsChanged);
    const failure = keep === undefined ? await undoRuns(undo, failed, context) : undefined;
    const why = keep ?? (failure === undefined ? undefined : whyNotUndone(failure, failed));
    if (why === undefined) continue;
    const left = failure !== undefined && !podsChanged;
    // What is to stand in its place stays with it: taken out, it would leave nobody to serve.
    if (!left) for (const service of [change.service, change.renamedTo ?? []].flat()) kept.set(service, why);
    const message = left
      ? `${change.service}: ${why}; its pods are the old ones`
      : `${change.service} is not taken back: ${why}`;
    if (left) failed.reason = [failed.reason, message].filter(Boolean).join("; ");
    context.emit({ type: "note", at: Date.now(), level: "error", message });
  }
  if (kept.size > 0) failed.kept = [...kept.keys()];
  return kept;
}

function whyNotUndone({ run, message }: UndoFailure, { jobs = [] }: ReleaseRecord): string {
  const half = halfUndone({ jobs: jobs.filter(({ service }) => service === run.service) });
  return [`${whatRan(run)}, and: ${message}`, ...(half === undefined ? [] : [undoneText(half)])].join("; ");
}

/** Whether other pods serve than before. Those of a service that is renamed do until those of the new name can. */
async function haveChanged(change: ServiceChange, { cluster }: ReleaseContext): Promise<boolean> {
  const { namespace, renamedTo, revision } = change;
  if (renamedTo !== undefined) return podsServe({ service: renamedTo, namespace }, cluster);
  return revision === undefined || (await currentRevision(change, cluster)) !== revision;
}
