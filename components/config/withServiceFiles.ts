import { givenText } from "./describeIssue.ts";
import { isPlainObject, type PlainObject } from "./layers.ts";
import { suggest } from "./nearest.ts";
import { overridden, unsetKey } from "./override.ts";
import { parameterPath } from "./parameterPath.ts";
import { placesOf } from "./places.ts";
import { keysOf, schemaAt } from "./schemaWalk.ts";
import { basicParameters } from "./service.ts";
import { stacksKey, type ServiceFile } from "./serviceFile.ts";
import { baseOf, type ServiceFiles } from "./serviceFiles.ts";
import type { RawStackConfig } from "./stackConfig.ts";
import { unquotedTexts } from "./unquoted.ts";

/**
 * The stack with its services whole: of one that has a file, what that says for all stacks, what it says for this one,
 * and what the stack's own file says, as one block. A service that has a file is in the stack if the stack's file names
 * it: gives it a version, or a block. The one place where both kinds of file come together. Pure.
 */
export function withServiceFiles(raw: RawStackConfig, files: ServiceFiles): RawStackConfig {
  if (files.texts.size === 0) return raw;
  const said = isPlainObject(raw.services) ? raw.services : {};
  const current = isPlainObject(raw.current) ? raw.current : {};
  const names = [...files.byName.keys()];
  const members = names.filter((name) => Object.hasOwn(said, name) || Object.hasOwn(current, name));
  const composed = members.map((name) => [name, blockOf(name, said, files, raw.stack)] as const);
  const services = { ...said, ...Object.fromEntries(composed) };
  const missing = raw.services === undefined || raw.services === null;
  const joined = [...members].flatMap((name) => files.byName.get(name) ?? []);
  return {
    ...raw,
    services: missing || isPlainObject(raw.services) ? services : raw.services,
    files: {
      errors: [
        ...files.errors,
        ...joined.flatMap((file) => [...unquotedOf(file, raw.stack), ...unsetErrors(file, said[file.name], raw.stack)]),
      ],
      others: names.filter((name) => !members.includes(name)),
      located: placesOf(files, said, raw.stack),
    },
  };
}

function blockOf(name: string, said: PlainObject, files: ServiceFiles, stack: string): unknown {
  const base = baseOf(files, name, stack) ?? {};
  if (!Object.hasOwn(said, name)) return base;
  const override = said[name];
  return isPlainObject(override) ? overridden(base, override) : override;
}

/** Of what counts in this stack. */
function unquotedOf({ name, file, unquoted, lineOf }: ServiceFile, stack: string): string[] {
  return unquoted.flatMap(({ path, ...value }) => {
    const [first, second] = path;
    if (first === stacksKey && second !== stack) return [];
    const below = first === stacksKey ? path.slice(2) : path;
    const root = ["releases:services", name];
    return unquotedTexts([{ ...value, path: [...root, ...below] }]).map((line) => {
      const told = line.slice(root.join(".").length + 1);
      return `${file}:${lineOf(path)}: ${first === stacksKey ? `${stacksKey}.${stack}.` : ""}${told}`;
    });
  });
}

/** A parameter that the file no longer says may stay named: it is as if the file did not say it. */
function unsetErrors({ name, file, stacks, lineOf }: ServiceFile, override: unknown, stack: string): string[] {
  const there = Object.hasOwn(stacks, stack) ? stacks[stack]?.[unsetKey] : undefined;
  const here = isPlainObject(override) ? override[unsetKey] : undefined;
  const at = `${file}:${lineOf([stacksKey, stack, unsetKey])}: ${stacksKey}.${stack}.${unsetKey}`;
  return [...wrongUnset(there, at), ...wrongUnset(here, `releases:services.${name}.${unsetKey}`)];
}

function wrongUnset(given: unknown, at: string): string[] {
  if (given === undefined) return [];
  if (!Array.isArray(given))
    return [`${at}: ${givenText(given)} was given; allowed: a list like [replicas, env.GREETING]`];
  return given.flatMap((path: unknown) => {
    const steps = parameterPath(String(path));
    if (steps !== undefined && schemaAt(basicParameters, steps) !== undefined) return [];
    return [`${at}: ${givenText(path)} is no parameter; ${suggest(String(path), keysOf(basicParameters))}`];
  });
}
