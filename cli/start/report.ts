import { stripVTControlCharacters } from "node:util";
import type { ReleaseRecord } from "../../records/record.ts";
import { historyTable } from "../renderers/history.ts";
import type { Style } from "../renderers/style.ts";
import { formatSeconds, table } from "../renderers/units.ts";
import type { LoadResult } from "./load.ts";

export interface ReleaseRow {
  record: ReleaseRecord;
  id: string;
  service: string;
  kind: string;
  result: string;
  seconds: number;
  /** `kubectl set image` + `rollout status` for the same change; null where kubectl has no counterpart. */
  kubectlSeconds: number | null;
}

export interface StartReport {
  rows: readonly ReleaseRow[];
  load: LoadResult;
  cluster: string;
}

/** The object that `npm start -- --json` prints. */
export function reportJson({ rows, load, cluster }: StartReport): unknown {
  const { sent, failed, p50Ms, p99Ms } = load;
  return {
    requests: { sent, failed, p50Ms, p99Ms },
    releases: rows.map(({ id, service, kind, result, seconds, kubectlSeconds }) => ({
      id,
      service,
      kind,
      result,
      seconds,
      kubectlSeconds,
    })),
    cluster,
  };
}

/** Newest first, as `release history` has them. */
export function reportLines({ rows: inTime, load }: StartReport, style: Style): string[] {
  const rows = inTime.toReversed();
  const width = (text: string) => stripVTControlCharacters(text).length;
  const times = rows.map(({ kind, service, result, seconds, kubectlSeconds }) => [
    `${kind} ${service}`,
    result,
    formatSeconds(seconds),
    kubectlSeconds === null ? "" : formatSeconds(kubectlSeconds),
    kubectlSeconds === null ? "" : `${(seconds / kubectlSeconds).toFixed(2)} x`,
  ]);
  return [
    "",
    style.bold("History"),
    ...historyTable(
      rows.map(({ record }) => record),
      style,
    ),
    "",
    style.bold("Times"),
    ...table([["RELEASE", "RESULT", "TOOK", "KUBECTL", "RATIO"].map(style.dim), ...times], width),
    "",
    ...requestLines(load, style),
  ];
}

export function requestLines(load: LoadResult, style: Style): string[] {
  const verdict = load.failed === 0 ? style.good("0 failed") : style.bad(`${load.failed} FAILED`);
  return [
    style.bold("Requests to website while all this went on, half of the connections new, half kept alive"),
    `${load.sent.toLocaleString("en")} sent, ${verdict}, p50 ${load.p50Ms.toFixed(1)} ms, p99 ${load.p99Ms.toFixed(1)} ms`,
    ...(load.failed === 0 ? [] : [`  by kind: ${JSON.stringify(load.errors)}`]),
  ];
}
