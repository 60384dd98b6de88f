import { isAbsolute, relative } from "node:path";
import type { Alias } from "@pulumi/pulumi/proto/alias_pb.js";
import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import type { SourcePosition } from "@pulumi/pulumi/proto/source_pb.js";
import type { AliasSpec } from "./aliases.ts";
import { withoutOutputValues } from "./propertyValue.ts";
import type { PropertyMap } from "./propertyValue.ts";

/** What the program wants of one resource: a registration, in plain terms. */
export interface Goal {
  type: string;
  name: string;
  parent: string | undefined;
  /** Made by a provider; else a component. */
  custom: boolean;
  /** A component made by a plugin. */
  remote: boolean;
  inputs: PropertyMap;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  /** `<URN>::<id>`; else the default provider of {@link version}. */
  provider: string | undefined;
  version: string;
  aliases: AliasSpec[];
  /** Undefined: as its parent. */
  protect: boolean | undefined;
  /** Undefined: as its parent. */
  retainOnDelete: boolean | undefined;
  deleteBeforeReplace: boolean | undefined;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  /** In seconds. */
  customTimeouts: { create?: number; update?: number; delete?: number };
  deletedWith: string | undefined;
  importId: string;
  /** Whether it has Pulumi's option `replacementTrigger`. */
  hasReplacementTrigger: boolean;
  hooks: GoalHooks | undefined;
  sourcePosition: string | undefined;
  stackTrace: { sourcePosition?: string }[];
}

/** Names of the program's hooks by the moment they are called. */
type HookMoment =
  "beforeCreate" | "afterCreate" | "beforeUpdate" | "afterUpdate" | "beforeDelete" | "afterDelete" | "onError";
export type GoalHooks = Record<HookMoment, string[]>;

/** A source position as Pulumi keeps it: `project:///index.ts#3,12`. */
export function sourcePosition(position: SourcePosition | undefined, projectDir: string): string | undefined {
  if (position === undefined || position.getUri() === "") return undefined;
  let path: string;
  try {
    path = decodeURIComponent(new URL(position.getUri()).pathname);
  } catch {
    return undefined;
  }
  if (!isAbsolute(path)) return undefined;
  const column = position.getColumn();
  return `project:///${relative(projectDir, path)}#${position.getLine()}${column === 0 ? "" : `,${column}`}`;
}

/** Go's duration (`1h30m`, `90s`) in seconds. */
export function parseDuration(text: string): number | undefined {
  const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|us|ns|m|s)/g)];
  if (parts.length === 0) return undefined;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? "s"] ?? 0), 0);
}

function timeouts(request: RegisterResourceRequest): Goal["customTimeouts"] {
  const custom = request.getCustomtimeouts();
  const entries = [
    ["create", custom?.getCreate()],
    ["update", custom?.getUpdate()],
    ["delete", custom?.getDelete()],
  ] as const;
  return Object.fromEntries(
    entries.flatMap(([operation, text]) => {
      const seconds = parseDuration(text ?? "");
      return seconds === undefined ? [] : [[operation, seconds]];
    }),
  );
}

function aliasOf(alias: Alias): AliasSpec {
  const spec = alias.getSpec();
  if (spec === undefined) return { urn: alias.getUrn() };
  return {
    ...(spec.getName() === "" ? {} : { name: spec.getName() }),
    ...(spec.getType() === "" ? {} : { type: spec.getType() }),
    ...(spec.getStack() === "" ? {} : { stack: spec.getStack() }),
    ...(spec.getProject() === "" ? {} : { project: spec.getProject() }),
    ...(spec.getNoparent() ? { parent: "" } : spec.getParenturn() === "" ? {} : { parent: spec.getParenturn() }),
  };
}

function hooksOf(request: RegisterResourceRequest): GoalHooks | undefined {
  const binding = request.getHooks();
  if (binding === undefined) return undefined;
  return {
    beforeCreate: binding.getBeforeCreateList(),
    afterCreate: binding.getAfterCreateList(),
    beforeUpdate: binding.getBeforeUpdateList(),
    afterUpdate: binding.getAfterUpdateList(),
    beforeDelete: binding.getBeforeDeleteList(),
    afterDelete: binding.getAfterDeleteList(),
    onError: binding.getOnErrorList(),
  };
}

function orAbsent(text: string): string | undefined {
  return text === "" ? undefined : text;
}

export function goalOf(request: RegisterResourceRequest, projectDir: string): Goal {
  const dependencies = request.getPropertydependenciesMap();
  const inputs = request.getObject()?.toJavaScript() ?? {};
  return {
    type: request.getType(),
    name: request.getName(),
    parent: orAbsent(request.getParent()),
    custom: request.getCustom(),
    remote: request.getRemote(),
    inputs: withoutOutputValues(inputs),
    dependencies: request.getDependenciesList().toSorted(),
    propertyDependencies: Object.fromEntries(
      [...dependencies.entries()].map(([key, urns]) => [key, urns.getUrnsList().toSorted()]),
    ),
    provider: orAbsent(request.getProvider()),
    version: request.getVersion(),
    aliases: [...request.getAliasesList().map(aliasOf), ...request.getAliasurnsList().map((urn) => ({ urn }))],
    protect: request.hasProtect() ? request.getProtect() : undefined,
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    customTimeouts: timeouts(request),
    deletedWith: orAbsent(request.getDeletedwith()),
    importId: request.getImportid(),
    hasReplacementTrigger: request.hasReplacementTrigger(),
    hooks: hooksOf(request),
    sourcePosition: sourcePosition(request.getSourceposition(), projectDir),
    stackTrace: (request.getStacktrace()?.getFramesList() ?? []).map((frame) => {
      const position = sourcePosition(frame.getPc(), projectDir);
      return position === undefined ? {} : { sourcePosition: position };
    }),
  };
}

/** What the program reads of a resource that others manage (`Deployment.get(...)`). */
export interface ReadGoal {
  type: string;
  name: string;
  id: string;
  parent: string | undefined;
  provider: string | undefined;
  version: string;
  dependencies: string[];
  sourcePosition: string | undefined;
}

export function readGoalOf(request: ReadResourceRequest, projectDir: string): ReadGoal {
  return {
    type: request.getType(),
    name: request.getName(),
    id: request.getId(),
    parent: orAbsent(request.getParent()),
    provider: orAbsent(request.getProvider()),
    version: request.getVersion(),
    dependencies: request.getDependenciesList().toSorted(),
    sourcePosition: sourcePosition(request.getSourceposition(), projectDir),
  };
}
