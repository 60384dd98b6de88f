import type { UpdateSummary } from "./engine.ts";

/** One entry of `pulumi stack history --json`. */
interface HistoryEntry {
  kind: string;
  startTime: string;
  endTime?: string;
  message: string;
  result: string;
  resourceChanges?: Record<string, number> | null;
  config?: Record<string, { value?: string; secret?: boolean }> | null;
  environment?: Record<string, string> | null;
}

/** Pulumi's history in our words, newest first. */
export function summariesOf(json: string): UpdateSummary[] {
  return (JSON.parse(json === "" ? "[]" : json) as HistoryEntry[]).map(summaryOf);
}

function summaryOf({
  kind,
  startTime,
  endTime,
  message,
  result,
  resourceChanges,
  config,
  environment,
}: HistoryEntry): UpdateSummary {
  const shown = Object.entries(config ?? {}).map(([key, { value, secret }]) => [
    key,
    secret === true ? "[secret]" : (value ?? ""),
  ]);
  const commit = environment?.["git.dirty"] === "false" ? environment["git.head"] : undefined;
  const ended = endTime === undefined ? Number.NaN : Date.parse(endTime);
  return {
    ...{ kind, message, result, startTime: new Date(startTime) },
    // One that still runs has none; the file backend then writes 0.
    ...(ended > 0 ? { endTime: new Date(ended) } : {}),
    resourceChanges: resourceChanges ?? {},
    config: Object.fromEntries(shown) as Record<string, string>,
    ...(commit === undefined ? {} : { commit }),
  };
}
