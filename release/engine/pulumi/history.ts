import type { UpdateSummary as PulumiUpdate } from "@pulumi/pulumi/automation/index.js";
import type { UpdateSummary } from "../engine.ts";

/** One entry of Pulumi's history in our words. */
export function summaryOf(update: PulumiUpdate): UpdateSummary {
  const config = Object.entries(update.config).map(([key, { value, secret }]) => [
    key,
    secret === true ? "[secret]" : value,
  ]);
  return {
    kind: update.kind,
    startTime: update.startTime,
    // One that still runs has none; the file backend then writes 0.
    ...(update.endTime.getTime() > 0 ? { endTime: update.endTime } : {}),
    message: update.message,
    result: update.result,
    resourceChanges: Object.fromEntries(Object.entries(update.resourceChanges ?? {})),
    config: Object.fromEntries(config) as Record<string, string>,
  };
}
