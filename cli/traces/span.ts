export type Attributes = Record<string, string | number | string[]>;

/** A piece of a release's time, before it is one of OpenTelemetry's. Times in ms since 1970. */
export interface Span {
  name: string;
  from: number;
  to: number;
  attributes: Attributes;
  /** Why it failed; undefined: it did not. */
  failure?: string;
  events: { name: string; at: number; attributes: Attributes }[];
  children: Span[];
}

export function openSpan(name: string, at: number, attributes: Attributes = {}): Span {
  return { name, from: at, to: at, attributes, events: [], children: [] };
}
