import { resultOf, type Ended } from "./ended.ts";
import { newHistogram, observe, type Histogram } from "./histogram.ts";

/** How releases that were begun ended; `again`: they said nothing of the commit, and are tried again. */
export const endings = ["released", "unchanged", "failed", "refused", "again"] as const;
export type Ending = (typeof endings)[number];

/** What those who watch have counted since they began. */
export interface Counted {
  ended: Record<Ending, number>;
  /** Looks that came to nothing, as something did not answer. */
  failedLooks: number;
  /** Something new waits: for a quiet time to end, or the next release that the rate lets be. */
  held: boolean;
  /** Of the releases that changed something, how long each took. */
  took: Histogram;
  /** The same from the commit until it served. */
  lead: Histogram;
}

const minute = 60;
const hour = 60 * minute;

export function nothingCounted(): Counted {
  return {
    ended: { released: 0, unchanged: 0, failed: 0, refused: 0, again: 0 },
    failedLooks: 0,
    held: false,
    took: newHistogram([5, 10, 20, 30, minute, 2 * minute, 5 * minute, 10 * minute, 30 * minute]),
    lead: newHistogram([10, 30, minute, 5 * minute, 15 * minute, hour, 4 * hour, 24 * hour, 7 * 24 * hour]),
  };
}

/** Counts a release that has ended; times in ms since 1970. */
export function count(
  counted: Counted,
  ended: Ended,
  { began, committed, now }: { began: number; committed: number; now: number },
): void {
  const result = resultOf(ended) ?? "again";
  const ending = result === "released" && /^no change: /m.test(ended.output) ? "unchanged" : result;
  counted.ended[ending] += 1;
  if (ending !== "released") return;
  observe(counted.took, (now - began) / 1000);
  observe(counted.lead, Math.max(0, now - committed) / 1000);
}

/** What is told of one that watches. */
export interface Watching extends Counted {
  /** Whose it is, once that is known. */
  of?: { project: string; stack: string } | undefined;
  /** This process leads. */
  leading: boolean;
  /** When it last came to the end of a look, in ms since 1970. */
  lookedAt: number;
}

type Value = [labels: Record<string, string>, value: number];

/** In OpenMetrics' text format. Pure. https://prometheus.io/docs/specs/om/open_metrics_spec/ */
export function metricsText(watching: Watching): string {
  const { of, leading, lookedAt, ended, failedLooks, held, took, lead } = watching;
  const line = (name: string, [labels, value]: Value): string => {
    const all = Object.entries<string>({ ...of, ...labels }).map(([label, text]) => `${label}="${escaped(text)}"`);
    return `release_watch_${name}${all.length === 0 ? "" : `{${all.join(",")}}`} ${value}`;
  };
  const family = (name: string, type: string, help: string, values: [suffix: string, Value][]): string[] => [
    `# HELP release_watch_${name} ${help}`,
    `# TYPE release_watch_${name} ${type}`,
    ...(name.endsWith("_seconds") ? [`# UNIT release_watch_${name} seconds`] : []),
    ...values.map(([suffix, value]) => line(`${name}${suffix}`, value)),
  ];
  const gauge = (name: string, help: string, value: number) => family(name, "gauge", help, [["", [{}, value]]]);
  const histogram = (name: string, help: string, counted: Histogram) =>
    family(name, "histogram", help, histogramValues(counted));
  const endedValues = endings.map((result): [string, Value] => ["_total", [{ result }, ended[result]]]);
  return [
    ...gauge("leading", "1 where this process releases, 0 where it stands by.", leading ? 1 : 0),
    ...gauge("looked_timestamp_seconds", "When the branch was last looked at.", lookedAt / 1000),
    ...gauge("held", "1 where something new waits for a quiet time to end, or for the rate.", held ? 1 : 0),
    ...family("failed_looks", "counter", "Looks that came to nothing, as something did not answer.", [
      ["_total", [{}, failedLooks]],
    ]),
    ...family("releases", "counter", "Releases that ended, by result.", endedValues),
    ...histogram("release_seconds", "How long releases took that changed something.", took),
    ...histogram("lead_seconds", "Time from a commit until it served.", lead),
    "# EOF",
    "",
  ].join("\n");
}

/** Each bucket has those of the ones before it, too. */
function histogramValues({ bounds, counts, sum }: Histogram): [string, Value][] {
  let below = 0;
  const buckets = counts.map((count, index): [string, Value] => {
    below += count;
    const bound = bounds[index];
    return ["_bucket", [{ le: bound === undefined ? "+Inf" : bound.toFixed(1) }, below]];
  });
  return [...buckets, ["_count", [{}, below]], ["_sum", [{}, sum]]];
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
