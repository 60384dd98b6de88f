import { isPlainObject } from "../components/config/layers.ts";
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { said } from "./said.ts";

/** The parameters a release changes, as they stand under `releases:current`. */
export interface ReleaseParameters {
  version: string;
  [key: string]: unknown;
}

/** All that makes one service what it is in one release: enough to bring the same state back later. */
export interface ServiceParameters {
  /** The service's block under `releases:services`, as written. */
  basic: Record<string, unknown>;
  /** The service's block under `releases:current`, as written. */
  release: ReleaseParameters;
  /** The encrypted values (`v1:…`) of the config secrets that the service names, by config key. Never plain text. */
  secrets: Record<string, string>;
}

/** Whether the service runs to its end on a schedule, by its block or its template. */
export function runsOnSchedule(parameters: Pick<ServiceParameters, "basic">): boolean {
  return isPlainObject(said(parameters, "cronJob"));
}

/** A short hash that is equal for equal parameters, whatever the order of their keys. 12 hex digits. */
export function parametersHash(parameters: ServiceParameters): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(parameters)))
    .digest("hex")
    .slice(0, 12);
}

export function sameParameters(a: ServiceParameters | undefined, b: ServiceParameters | undefined): boolean {
  return isDeepStrictEqual(sorted(a), sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
