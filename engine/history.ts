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
}: HistoryEntry): UpdateSummary {
  const shown = Object.entries(config ?? {}).map(([key, { value, secret }]) => [
    key,
    secret === true ? "[secret]" : (value ?? ""),
  ]);
  const ended = endTime === undefined ? Number.NaN : Date.parse(endTime);
  return {
    ...{ kind, message, result, startTime: new Date(startTime) },
    // One that still runs has none; the file backend then writes 0.
    ...(ended > 0 ? { endTime: new Date(ended) } : {}),
    resourceChanges: resourceChanges ?? {},
    config: Object.fromEntries(shown) as Record<string, string>,
  };
}
