import type { DriftedObject } from "../drift/drift.ts";
import type { Removal } from "./removal.ts";
import type { GitState, ReleaseKind, ReleaseRecord, ServiceChange } from "../records/record.ts";
import { basicNotKnown } from "../records/basicUnknown.ts";
import { lastGoodChange } from "../records/choose.ts";
import { parameterChanges, type ParameterChange } from "../parameters/parameterChanges.ts";
import { sameParameters } from "../parameters/serviceParameters.ts";
import type { Stack } from "../parameters/stack.ts";

export interface ServicePlan extends ServiceChange {
  changes: ParameterChange[];
}

/** What a release is going to change, per service, before anything is touched. */
export interface ReleasePlan {
  kind: ReleaseKind;
  project: string;
  stack: string;
  services: ServicePlan[];
  /** Services of the stack whose parameters stay as they are. */
  unchanged: ServiceChange[];
  /** Services that the file would change too, and that nobody has named: left for a release of their own. */
  pending: ServicePlan[];
  /** Services that leave the stack. */
  removals: Removal[];
  git?: GitState;
  /** What somebody has changed or deleted since it was applied; absent where nothing was. */
  drift?: PlannedDrift;
}

export interface PlannedDrift {
  /** Mended with this release, but for the fields that are kept. */
  mended: DriftedObject[];
  /** Left as it is: of services that the release does not name, or not to be mended. */
  left: DriftedObject[];
}

/**
 * Compares the stack as it is asked for with each service's last good release. With nothing different, every service is
 * listed as asked for (a template may have changed, which only the program can tell).
 * @param only what is released; default: all that differs
 */
export function planRelease(
  kind: ReleaseKind,
  stack: Stack,
  records: readonly ReleaseRecord[],
  only: readonly string[] | undefined,
  git?: GitState,
  drift?: PlannedDrift,
  removals: readonly Removal[] = [],
): ReleasePlan {
  const all = [...stack.services].map(([service, { namespace, parameters }]): ServicePlan => {
    const good = lastGoodChange(records, service);
    const before = good?.after;
    const changes = parameterChanges(before, parameters);
    const of = { service, namespace, after: parameters, ...(before === undefined ? {} : { before }) };
    return good?.basicUnknown === true
      ? { ...of, beforeUnknown: true, changes: [basicNotKnown(service), ...changes] }
      : { ...of, changes };
  });
  const differing = all.filter((plan) => plan.beforeUnknown === true || !sameParameters(plan.before, plan.after));
  const services = only === undefined ? differing : all.filter(({ service }) => only.includes(service));
  const pending = differing.filter((plan) => !services.includes(plan));
  return {
    kind,
    project: stack.project,
    stack: stack.name,
    services,
    unchanged: all
      .filter((plan) => !services.includes(plan) && !pending.includes(plan))
      .map(({ service, namespace, after }) => ({ service, namespace, before: after, after })),
    pending,
    removals: [...removals],
    ...(git === undefined ? {} : { git }),
    ...(drift === undefined || [...drift.mended, ...drift.left].length === 0 ? {} : { drift }),
  };
}
