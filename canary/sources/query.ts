import type { Track } from "../../components/objects/labels.ts";

/** What the placeholders of a query stand for. */
export interface QueryPlaces {
  namespace: string;
  service: string;
  /** How much time one look is of, in seconds. */
  window: number;
}

/** The query of one track: `$namespace`, `$service`, `$track`, `$trackService` and `$window` filled in. Pure. */
export function filledQuery(query: string, { namespace, service, window }: QueryPlaces, track: Track): string {
  const values: Record<string, string> = {
    ...{ namespace, service, track },
    trackService: `${service}-${track}`,
    window: `${window}s`,
  };
  return query.replaceAll(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (text, bare: string | undefined, braced: string | undefined) => values[bare ?? braced ?? ""] ?? text,
  );
}

const secondsOf: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };

/** The longest range that a query looks back, in seconds: `rate(x[5m])` is 300; 0 of none. Pure. */
export function querySpan(query: string): number {
  const bare = query.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, "");
  const ranges = [...bare.matchAll(/\[\s*((?:\d+(?:ms|[smhdwy]))+)\s*(?::[^\]]*)?\]/g)];
  return Math.max(0, ...ranges.map(([, range = ""]) => rangeSeconds(range)));
}

function rangeSeconds(range: string): number {
  const parts = [...range.matchAll(/(\d+)(ms|[smhdwy])/g)];
  return parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (secondsOf[unit] ?? 0), 0);
}
