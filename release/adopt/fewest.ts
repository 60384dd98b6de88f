import { isDeepStrictEqual } from "node:util";
import { formatDuration } from "../../components/config/duration.ts";
import { fieldFacts } from "../../components/config/fields.ts";
import { isPlainObject, mergeLayers, type PlainObject } from "../../components/config/layers.ts";
import { schemaAt } from "../../components/config/schemaWalk.ts";
import { basicParameters } from "../../components/config/service.ts";
import { templates } from "../../components/templates.ts";
import { present } from "./present.ts";

/**
 * The same service by the template that leaves least to say: what differs from the template's own. Pure.
 * @param said all that is to count, said without a template
 * @throws ZodError where `said` is no service's parameters
 */
export function fewest({ route, routes, ...said }: PlainObject, only?: string): PlainObject {
  // No template has a route, so of these nothing can be left out.
  return { ...withoutRoutes(said, only), ...present({ route, routes }) };
}

function withoutRoutes(said: PlainObject, only: string | undefined): PlainObject {
  const runs = isPlainObject(said.cronJob);
  // The one thing that no template says and that every schedule has.
  const schedule = isPlainObject(said.cronJob) ? { cronJob: { schedule: said.cronJob.schedule } } : {};
  const wanted = read({ template: "plain", ...said });
  // Pods that go on running and runs that end have templates of their own.
  const fitting = [...templates].filter(([, { defaults }]) => (defaults.cronJob !== undefined) === runs);
  const meant = fitting.filter(([name]) => name === only);
  const ways = (only === undefined || (runs && meant.length === 0) ? fitting : meant).flatMap(
    ([template, { defaults }]) => {
      const whole = written({ ...wanted, template });
      const comesTo = (basic: PlainObject) => {
        const result = basicParameters.safeParse(mergeLayers({ ...defaults }, basic));
        return result.success && isDeepStrictEqual(written(result.data), whole);
      };
      const least = { template, image: said.image, ...schedule };
      const layer = lacking(written(read(mergeLayers({ ...defaults }, least))), whole);
      const cronJob = isPlainObject(layer.cronJob) ? { cronJob: { ...schedule.cronJob, ...layer.cronJob } } : {};
      const basic = { ...least, ...layer, ...cronJob };
      return comesTo(basic) ? [without(basic, comesTo)] : [];
    },
  );
  const [first = { template: runs ? "schedule" : "plain", ...said }] = ways;
  return ways.reduce((best, way) => (weight(way) < weight(best) ? way : best), first);
}

/** Without each part that leaves the same when it goes. */
function without(basic: PlainObject, stillRight: (basic: PlainObject) => boolean): PlainObject {
  return placesIn(basic).reduce((left, place) => {
    const less = omit(left, place);
    return stillRight(less) ? less : left;
  }, basic);
}

/** Outer ones first: a map that may go need not be gone through. */
function placesIn(value: PlainObject, at: readonly string[] = []): string[][] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = [...at, key];
    return [place, ...(isPlainObject(inner) ? placesIn(inner, place) : [])];
  });
}

function omit(value: PlainObject, [key = "", ...rest]: readonly string[]): PlainObject {
  const { [key]: inner, ...others } = value;
  if (rest.length === 0 || !isPlainObject(inner)) return others;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === key ? omit(inner, rest) : member]),
  );
}

function read(given: PlainObject): PlainObject {
  return basicParameters.parse(given);
}

/** What is to be said over `from` so that `to` is what counts. */
function lacking(from: PlainObject, to: PlainObject): PlainObject {
  const layer: PlainObject = {};
  for (const key of Object.keys(to)) {
    const [before, after] = [from[key], to[key]];
    if (isDeepStrictEqual(before, after)) continue;
    layer[key] = isPlainObject(after) ? lacking(isPlainObject(before) ? before : {}, after) : after;
  }
  for (const key of Object.keys(from)) if (to[key] === undefined && from[key] !== undefined) layer[key] = null;
  return layer;
}

/** As parameters are written: durations and modes as texts, nothing that is absent. */
function written(value: unknown, path: readonly string[] = []): PlainObject {
  return Object.fromEntries(
    Object.entries(value as PlainObject).flatMap(([key, inner]) => {
      const place = [...path, key];
      if (inner === undefined) return [];
      if (isPlainObject(inner)) return [[key, written(inner, place)]];
      const field = schemaAt(basicParameters, place);
      const seconds = field !== undefined && fieldFacts.get(field)?.unit === "seconds";
      if (typeof inner !== "number") return [[key, inner]];
      if (seconds) return [[key, formatDuration(inner)]];
      return [[key, key === "mode" ? `0${inner.toString(8)}` : inner]];
    }),
  );
}

/** How much there is to read: a value counts as one, and so does what it stands in. */
function weight(value: unknown): number {
  if (!isPlainObject(value)) return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + weight(inner), 1);
}
