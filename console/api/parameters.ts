import type { Finding } from "../../components/rules.ts";
import type { Parameter } from "./service.ts";

/** GET /api/stacks/:stack/parameters */
export interface Parameters {
  files: ParameterFile[];
  /** What they were read as, all together: given back with what is saved. */
  base: string;
  /** JSON Schema of one service: `properties` by the first part of a parameter's path. schema/service.schema.json. */
  schema: Record<string, unknown>;
  services: ServiceSettings[];
  /** Where what is saved goes: a commit on this branch, pushed there where there is a remote. Absent: no git, so nothing is saved. */
  git?: { branch: string; remote?: string };
}

export interface ParameterFile {
  /** From the project's folder: `Pulumi.staging.yaml`, `services/web.yaml`. */
  path: string;
  /** Of its content, as git counts it. */
  sha: string;
  /** Absent of one that holds secrets. */
  text?: string;
}

export interface ServiceSettings {
  name: string;
  owner?: string;
  values: Setting[];
}

export interface Setting extends Parameter {
  /** `basic`: what a service is, an owner's; `release`: what runs. */
  kind: "basic" | "release";
  /** Whether who asks may change it. */
  may: boolean;
}

/** `value: null` takes it out of the file: then template or default count. */
export interface ParameterEdit {
  service: string;
  path: string;
  value: unknown;
}

/** POST /api/stacks/:stack/parameters/check: while one types; nothing is written. */
export interface CheckRequest {
  base: string;
  edits: ParameterEdit[];
}

export interface CheckAnswer {
  /** What is wrong, one sentence each, beginning with the parameter's path where it is about one. */
  problems: string[];
  findings: Finding[];
  /** What the files would say: a line that goes begins with `-`, one that comes with `+`. */
  diff: FileDiff[];
}

export interface FileDiff {
  path: string;
  before: string;
  after: string;
}

/** POST /api/stacks/:stack/parameters: a commit with the author's name and the reason. */
export interface SaveRequest extends CheckRequest {
  reason: string;
}

export interface SaveAnswer {
  /** Absent where nothing differs. */
  commit?: string;
  branch?: string;
  pushed: boolean;
}

/** 409 FILES_CHANGED: somebody changed the same in the meantime; nothing was written. */
export interface SaveConflict {
  code: "FILES_CHANGED";
  what: string;
  next: string;
  files: { path: string; theirs: string; yours: string }[];
}
