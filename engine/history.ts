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
  const { git, ci } = originOf(environment ?? {});
  const ended = endTime === undefined ? Number.NaN : Date.parse(endTime);
  return {
    ...{ kind, message, result, startTime: new Date(startTime) },
    // One that still runs has none; the file backend then writes 0.
    ...(ended > 0 ? { endTime: new Date(ended) } : {}),
    resourceChanges: resourceChanges ?? {},
    config: Object.fromEntries(shown) as Record<string, string>,
    ...(git === undefined ? {} : { git }),
    ...(ci === undefined ? {} : { ci }),
  };
}

/** What the CLI noted of the checkout and the CI system that it ran in. */
function originOf(environment: Record<string, string>): Pick<UpdateSummary, "git" | "ci"> {
  const { "git.head": commit, "git.headName": branch = "HEAD", "git.dirty": dirty } = environment;
  const { "ci.system": system, "ci.build.number": number, "ci.build.id": id } = environment;
  const run = number ?? id;
  return {
    ...(commit === undefined
      ? {}
      : { git: { commit, branch: branch.replace(/^refs\/heads\//, ""), dirty: dirty !== "false" } }),
    ...(system === undefined || system === "" ? {} : { ci: run === undefined ? system : `${system} ${run}` }),
  };
}
