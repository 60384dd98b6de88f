import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { isPlainObject, mapIn, type PlainObject } from "../components/config/layers.ts";
import { omit } from "../components/config/omit.ts";
import { parseServiceFiles, type ServiceFiles } from "../components/config/serviceFiles.ts";
import { parseStackText } from "../components/config/stackFile.ts";
import { withServiceFiles } from "../components/config/withServiceFiles.ts";
import type { ChangeKind } from "./changeKinds.ts";
import type { FilesAtCommit } from "./gitFiles.ts";
import { parameterChanges, type ParameterChange } from "./parameterChanges.ts";
import type { ReleaseParameters } from "./serviceParameters.ts";

/** One kind of change, in one stack. */
export interface ConfigChange {
  kind: ChangeKind;
  /** Absent: of a service's file that no stack has. */
  stack?: string;
  /** Absent: of the stack itself. */
  service?: string;
  /** Of a service: whose it was before, as nobody makes a service theirs unasked. */
  owner?: string;
  change: "added" | "changed" | "removed";
  /** Of a service the parameters that differ; of the stack its keys, whose values may be secret. */
  fields: ParameterChange[];
}

interface Reading {
  files: ServiceFiles;
  stacks: Map<string, Said>;
}

/** What a stack's configuration says; services whole. */
interface Said {
  services: PlainObject;
  current: PlainObject;
  /** All else. */
  keys: PlainObject;
}

/** What differs between two states of a project, whichever of its files says it. Pure. @throws UsageProblem YAML_INVALID */
export function configChanges(before: FilesAtCommit, after: FilesAtCommit): ConfigChange[] {
  const [was, is] = [reading(before), reading(after)];
  const stacks = [...new Set([...was.stacks.keys(), ...is.stacks.keys()])].sort();
  return [...stacks.flatMap((stack) => ofStack(stack, was, is)), ...ofNoStack(was, is)];
}

function ofStack(stack: string, was: Reading, is: Reading): ConfigChange[] {
  const [old, now] = [was.stacks.get(stack) ?? none, is.stacks.get(stack) ?? none];
  const names = new Set(
    [old, now].flatMap(({ services, current }) => [...Object.keys(services), ...Object.keys(current)]),
  );
  const services = [...names].sort().flatMap((service) => {
    const owner = ownerOf(old.services[service]) ?? ownerOf(now.services[service]);
    const common = { stack, service, ...(owner === undefined ? {} : { owner }) };
    return [
      ...changed({ kind: "basic", ...common }, old.services[service], now.services[service]),
      ...changed({ kind: "release", ...common }, old.current[service], now.current[service]),
    ];
  });
  const keys = [...new Set([...Object.keys(old.keys), ...Object.keys(now.keys)])].sort();
  const fields = keys.filter((key) => !isDeepStrictEqual(old.keys[key], now.keys[key])).map((path) => ({ path }));
  const change = !was.stacks.has(stack) ? "added" : is.stacks.has(stack) ? "changed" : "removed";
  return [
    ...services,
    ...(fields.length === 0 ? [] : [{ kind: "stack" as const, stack, change, fields } satisfies ConfigChange]),
  ];
}

const none: Said = { services: {}, current: {}, keys: {} };

/** A service that is said to be, and that no stack has yet, or any more. */
function ofNoStack(was: Reading, is: Reading): ConfigChange[] {
  const used = new Set(
    [was, is].flatMap(({ stacks }) => [...stacks.values()].flatMap(({ services }) => Object.keys(services))),
  );
  const names = [...new Set([...was.files.byName.keys(), ...is.files.byName.keys()])].filter((name) => !used.has(name));
  return names.sort().flatMap((service) => {
    const [old, now] = [was, is].map(({ files }) => files.byName.get(service)?.own);
    const owner = ownerOf(old) ?? ownerOf(now);
    return changed({ kind: "basic", service, ...(owner === undefined ? {} : { owner }) }, old, now);
  });
}

function changed(about: Omit<ConfigChange, "change" | "fields">, old: unknown, now: unknown): ConfigChange[] {
  if (isDeepStrictEqual(old, now)) return [];
  if (now === undefined) return [{ ...about, change: "removed", fields: [] }];
  const fields = parameterChanges(asParameters(old), asParameters(now) ?? empty).map(({ path, ...values }) => ({
    path: path.slice("basic.".length),
    ...values,
  }));
  return [{ ...about, change: old === undefined ? "added" : "changed", fields }];
}

const empty = { basic: {}, release: { version: "" }, secrets: {} };

/** Either kind is compared alike, leaf by leaf. */
function asParameters(block: unknown) {
  if (block === undefined) return undefined;
  return { basic: isPlainObject(block) ? block : { "": block }, release: {} as ReleaseParameters, secrets: {} };
}

function ownerOf(block: unknown): string | undefined {
  return isPlainObject(block) && typeof block.owner === "string" ? block.owner : undefined;
}

function reading({ services, stacks }: FilesAtCommit): Reading {
  const files = parseServiceFiles(services, [...stacks.keys()]);
  return {
    files,
    stacks: new Map(
      [...stacks].map(([stack, text]) => {
        const { raw } = parseStackText(`Pulumi.${stack}.yaml`, text);
        const whole = withServiceFiles({ ...raw, stack }, files);
        const { config, ...head } = mapIn(parse(text));
        const keys = omit(mapIn(config), "releases:services", "releases:current");
        return [stack, { services: mapIn(whole.services), current: mapIn(raw.current), keys: { ...head, ...keys } }];
      }),
    ),
  };
}
