type Value = { stringValue: string } | { intValue: number } | { arrayValue: { values: Value[] } };

interface KeyValue {
  key: string;
  value: Value;
}

/** One span in OTLP's JSON, as far as the tests look. https://opentelemetry.io/docs/specs/otlp/ */
export interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: KeyValue[];
  events: { name: string; attributes: KeyValue[] }[];
  status: { code: number; message?: string };
}

interface OtlpRequest {
  resourceSpans: { resource: { attributes: KeyValue[] }; scopeSpans: { spans: OtlpSpan[] }[] }[];
}

/** What one request of OTLP/HTTP in JSON brings. */
export function readOtlp(body: string): { resource: Record<string, unknown>; spans: OtlpSpan[] } {
  const { resourceSpans } = JSON.parse(body) as OtlpRequest;
  return {
    resource: values(resourceSpans.flatMap(({ resource }) => resource.attributes)),
    spans: resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  };
}

export function values(attributes: readonly KeyValue[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));
}

function plain(value: Value): unknown {
  if ("arrayValue" in value) return value.arrayValue.values.map(plain);
  return Object.values(value)[0];
}

/** Names by depth: `["release deploy", ["check"], …]` as indented lines, in the order of their begin. */
export function tree(spans: readonly OtlpSpan[], parent?: string, depth = 0): string[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const below = (span: OtlpSpan) =>
    parent === undefined ? !known.has(span.parentSpanId ?? "") : span.parentSpanId === parent;
  return spans
    .filter(below)
    .sort((a, b) => Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano)))
    .flatMap((span) => [
      `${"  ".repeat(depth)}${span.name}${span.status.code === 2 ? " failed" : ""}`,
      ...tree(spans, span.spanId, depth + 1),
    ]);
}
