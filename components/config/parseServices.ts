import { templates } from "../templates.ts";
import { describeIssues, givenText } from "./describeIssue.ts";
import { isPlainObject, mergeLayers } from "./layers.ts";
import type { PlainObject, ServiceLayers } from "./layers.ts";
import { suggest } from "./nearest.ts";
import { releaseParameters } from "./release.ts";
import type { ReleaseParameters } from "./release.ts";
import { basicParameters } from "./service.ts";
import type { BasicParameters } from "./service.ts";
import { isServiceName, notAServiceName } from "./serviceName.ts";

/** A service of `releases:services`; parameters are undefined where they were wrong. */
export interface ParsedService {
  parameters: BasicParameters | undefined;
  layers: Omit<ServiceLayers, "release">;
}

/**
 * Reads `releases:services`, adding everything that is wrong to `errors`.
 * @param stack what the stack says for all of them: over each one's template, under what it says itself
 */
export function parseServices(value: unknown, stack: PlainObject, errors: string[]): Record<string, ParsedService> {
  const services = entriesOf("services", value, errors);
  return Object.fromEntries(
    services.map(([name, given]) => {
      const root = ["releases:services", name];
      if (!isServiceName(name)) {
        errors.push(`${root.join(".")}: ${notAServiceName(name)}`);
      }
      return [name, parseService(root, given, stack, errors)];
    }),
  );
}

/**
 * Reads `releases:current`, adding everything that is wrong to `errors`; every known service needs its entry.
 * @param others services that the stack might have
 */
export function parseCurrent(
  value: unknown,
  known: string[],
  errors: string[],
  others: readonly string[] = [],
): Map<string, ReleaseParameters> {
  const given = new Map(entriesOf("current", value, errors));
  for (const name of known) {
    if (!given.has(name))
      errors.push(`releases:current.${name}.version: missing; the service needs a version, e.g. "v1"`);
  }
  const parsed = [...given].flatMap(([name, parameters]): [string, ReleaseParameters][] => {
    const root = ["releases:current", name];
    if (!known.includes(name))
      errors.push(`${root.join(".")}: no such service; ${suggest(name, [...known, ...others])}`);
    const result = releaseParameters.safeParse(parameters);
    if (result.success) return [[name, result.data]];
    errors.push(...describeIssues(result.error, releaseParameters, root, parameters));
    return [];
  });
  return new Map(parsed);
}

function parseService(root: string[], given: unknown, stack: PlainObject, errors: string[]): ParsedService {
  const basic = isPlainObject(given) ? given : {};
  const none: ParsedService = { parameters: undefined, layers: { template: {}, stack, basic } };
  if (!isPlainObject(given)) {
    errors.push(`${root.join(".")}: ${givenText(given)} was given; allowed: an object with the service's parameters`);
    return none;
  }
  const names = [...templates.keys()];
  const named = typeof basic.template === "string" ? basic.template : "";
  const template = templates.get(named);
  if (basic.template === undefined) {
    errors.push(`${root.join(".")}.template: missing; allowed: ${names.join(", ")}`);
  } else if (template === undefined) {
    errors.push(
      `${root.join(".")}.template: no template is called ${givenText(basic.template)}; ${suggest(named, names)}`,
    );
  }
  const defaults: PlainObject = { ...template?.defaults };
  const merged = mergeLayers(mergeLayers(defaults, stack), { template: names[0], ...basic });
  const result = basicParameters.safeParse(merged);
  if (result.success && template !== undefined)
    return { parameters: result.data, layers: { template: defaults, stack, basic } };
  const wrong = result.success ? [] : describeIssues(result.error, basicParameters, root, merged);
  errors.push(...wrong.filter((line) => !isAboutTemplate(line, root)));
  return none;
}

/** The template's own errors are told above, with the templates there are. */
function isAboutTemplate(line: string, root: string[]): boolean {
  return line.startsWith(`${root.join(".")}.template:`);
}

function entriesOf(key: string, value: unknown, errors: string[]): [string, unknown][] {
  if (value === undefined || value === null) {
    errors.push(`releases:${key}: missing; allowed: an object with an entry for each service`);
    return [];
  }
  if (isPlainObject(value)) return Object.entries(value);
  errors.push(`releases:${key}: ${givenText(value)} was given; allowed: an object with an entry for each service`);
  return [];
}
