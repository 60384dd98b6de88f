import { groupPlaces, type GroupPlaces } from "../parameters/groups.ts";
import { servicesInForce } from "../records/choose.ts";
import type { DespiteFreeze } from "../records/freeze.ts";
import { seenAs, type GitState, type ReleaseRecord, type ServiceChange } from "../records/record.ts";
import type { Passage } from "./approvals/gate.ts";
import { putOnRecord } from "./approvals/putOnRecord.ts";
import type { Checked } from "./check/check.ts";
import type { ReleaseContext, ReleaseRequest } from "./context.ts";
import { leftFields } from "./drift/mend.ts";
import { recordedDrift } from "./drift/plan.ts";
import { skippedJobs } from "./jobs/skipped.ts";
import type { ReleasePlan } from "./plan.ts";
import { recordedRemoval, type Removal } from "./removal.ts";
import { noteStanding } from "./rollOut/standing.ts";

/** What is going to be done, and may be. */
export interface Planned {
  plan: ReleasePlan;
  /** What is frozen, and gone past. */
  past: DespiteFreeze | undefined;
  passage: Passage;
}

/** Opened before the first change, so that a crash shows as interrupted. */
export async function openRecord(
  { plan, past, passage }: Planned,
  request: ReleaseRequest,
  checked: Checked,
  context: ReleaseContext,
): Promise<ReleaseRecord> {
  const { mended } = checked.drift;
  const drifted = plan.unchanged.filter(({ service }) => mended.some((object) => object.service === service));
  const changing = [...plan.services, ...drifted];
  const services = changing.length + plan.removals.length > 0 ? changing : plan.unchanged;
  const leave = leftFields(mended);
  const places = groupPlaces(checked.after);
  const changes = services.map(({ service, namespace, before, beforeUnknown, after }): ServiceChange => {
    const groups = places.get(service);
    const of = { service, namespace, after, ...(beforeUnknown === undefined ? {} : { beforeUnknown }) };
    return { ...of, ...(before === undefined ? {} : { before }), ...(groups === undefined ? {} : { groups }) };
  });
  const record: ReleaseRecord = {
    id: checked.id,
    project: plan.project,
    stack: plan.stack,
    kind: request.kind,
    changes: [
      ...(await noteStanding(changes, checked.records, context.cluster)),
      ...plan.removals.map((removal) => recordedRemoval(removal, groupsOf(removal, checked))),
    ],
    operator: context.operator,
    ...seenAs(context.user()),
    ...(request.description === undefined ? {} : { description: request.description }),
    ...(plan.git === undefined ? {} : { git: releasedFrom(plan.git, checked) }),
    startedAt: new Date().toISOString(),
    phases: [],
    result: "running",
    ...(request.of === undefined ? {} : { of: request.of }),
    ...(request.canary === undefined ? {} : { canary: request.canary }),
    ...(request.reason === undefined ? {} : { reason: request.reason }),
    ...(mended.length === 0 ? {} : { drift: recordedDrift(mended) }),
    ...(Object.keys(leave).length === 0 ? {} : { leftFields: leave }),
    ...(past === undefined ? {} : { despiteFreeze: past }),
    ...(passage.approval === undefined ? {} : { approval: passage.approval }),
    ...(request.skipJobs
      ? { jobs: skippedJobs(checked.stack.config, namesOf(changes), request.description ?? "") }
      : {}),
  };
  await putOnRecord(record, passage, context.records);
  return record;
}

function releasedFrom(git: GitState, { before, after }: Checked): GitState {
  return before === after ? git : { ...git, edited: true };
}

/** As the stack's file had them; where it has lost the service by a hand, as it was released last. */
function groupsOf({ service }: Removal, { before, records }: Checked): GroupPlaces | undefined {
  return groupPlaces(before).get(service) ?? servicesInForce(records).find((one) => one.service === service)?.groups;
}

export function namesOf(changes: readonly { service: string }[]): string[] {
  return changes.map(({ service }) => service);
}
