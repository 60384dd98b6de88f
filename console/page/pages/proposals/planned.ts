import type { ParameterChange } from "../../../../parameters/parameterChanges.ts";

/** What a proposal would do to one service. */
export interface PlannedChange {
  service: string;
  namespace?: string;
  from?: string;
  to?: string;
  removed: boolean;
  changes: ParameterChange[];
}

type Told = Readonly<Record<string, unknown>>;

/**
 * What a proposal's plan says of each service, whether it was kept as `release proposals --json` has it, or as the plan of a
 * release. Pure.
 */
export function plannedChanges(plan: unknown): PlannedChange[] {
  if (Array.isArray(plan)) return plan.filter(isTold).map(plannedChange);
  if (!isTold(plan)) return [];
  return plannedChanges(plan.services ?? plan.plan);
}

function plannedChange(told: Told): PlannedChange {
  const from = text(told.from) ?? versionOf(told.before);
  const to = text(told.to) ?? versionOf(told.after);
  const namespace = text(told.namespace);
  return {
    service: text(told.service) ?? "",
    ...(namespace === undefined ? {} : { namespace }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    removed: told.removed === true,
    changes: Array.isArray(told.changes) ? told.changes.filter(isTold).map(parameterChange) : [],
  };
}

function parameterChange(told: Told): ParameterChange {
  const [before, after] = [text(told.before), text(told.after)];
  return {
    path: text(told.path) ?? "",
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

function versionOf(parameters: unknown): string | undefined {
  return isTold(parameters) && isTold(parameters.release) ? text(parameters.release.version) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isTold(value: unknown): value is Told {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
