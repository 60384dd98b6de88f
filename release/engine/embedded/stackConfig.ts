import { readFile } from "node:fs/promises";
import { isMap as isYamlMap, parseDocument } from "yaml";
import type { Document } from "yaml";
import { UsageProblem } from "../../../errors/problem.ts";
import { stackFile } from "../../parameters/stack.ts";
import type { StackLocation } from "../engine.ts";
import { writeFileAtomic } from "../../atomicFile.ts";
import type { Project } from "./project.ts";
import type { Crypter } from "./secrets.ts";

/** One configuration value as it stands in the stack's file; `secure` is its ciphertext. */
export type ConfigEntry = { plain: unknown } | { secure: string } | { nested: unknown };

export interface StackConfig {
  /** Absolute path of the stack's file. */
  file: string;
  encryptionSalt: string | undefined;
  /** By full key: `releases:services`. */
  entries: Map<string, ConfigEntry>;
}

/** What the program gets: text by full key, and which of them are secret. */
export interface ProgramConfig {
  values: Record<string, string>;
  secretKeys: string[];
}

function hasSecure(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasSecure);
  if (typeof value !== "object" || value === null) return false;
  const { secure } = value as { secure?: unknown };
  return typeof secure === "string" || Object.values(value).some(hasSecure);
}

function entryOf(value: unknown): ConfigEntry {
  if (!hasSecure(value)) return { plain: value };
  const { secure } = value as { secure?: unknown };
  return typeof secure === "string" ? { secure } : { nested: value };
}

/** The yaml package adds the place's text on lines of its own. */
function firstLine(message: string): string {
  return message.split(":\n")[0] ?? message;
}

function parseStackDocument(text: string, file: string): Document {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error === undefined && (document.contents === null || isYamlMap(document.contents))) return document;
  throw new UsageProblem({
    code: "STACK_FILE_INVALID",
    what: `the stack's file is not a YAML map${error === undefined ? "" : `: ${firstLine(error.message)}`}`,
    where: file,
    next: "mend the file",
  });
}

/** @throws UsageProblem STACK_UNKNOWN when there is no such file, STACK_FILE_INVALID. */
export async function readStackConfig(location: StackLocation, project: Project): Promise<StackConfig> {
  const file = stackFile(location);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new UsageProblem({
      code: "STACK_UNKNOWN",
      what: `there is no stack "${location.stack}": its file cannot be read`,
      where: file,
      next: `name a stack that has a file Pulumi.<stack>.yaml in ${location.projectDir}`,
      cause,
    });
  }
  const content = (parseStackDocument(text, file).toJS() ?? {}) as {
    encryptionsalt?: unknown;
    config?: Record<string, unknown> | null;
  };
  const entries = new Map<string, ConfigEntry>();
  for (const [key, value] of Object.entries(project.configDefaults)) entries.set(key, entryOf(value));
  for (const [key, value] of Object.entries(content.config ?? {})) {
    entries.set(key.includes(":") ? key : `${project.name}:${key}`, entryOf(value));
  }
  const salt = content.encryptionsalt;
  return { file, encryptionSalt: typeof salt === "string" ? salt : undefined, entries };
}

export function hasSecrets(config: StackConfig): boolean {
  return [...config.entries.values()].some((entry) => !("plain" in entry));
}

function reveal(value: unknown, crypter: Crypter): unknown {
  if (Array.isArray(value)) return value.map((item) => reveal(item, crypter));
  if (typeof value !== "object" || value === null) return value;
  const { secure } = value as { secure?: unknown };
  if (typeof secure === "string") return crypter.decrypt(secure);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reveal(item, crypter)]));
}

/** Text as Pulumi hands it to a program: strings as they are, anything else as JSON. */
function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** @throws UsageProblem CONFIG_UNDECRYPTABLE naming the key. `crypter` may be absent when nothing is secret. */
export function programConfig(config: StackConfig, crypter: Crypter | undefined): ProgramConfig {
  const values: Record<string, string> = {};
  const secretKeys: string[] = [];
  for (const [key, entry] of config.entries) {
    if ("plain" in entry) {
      values[key] = asText(entry.plain);
      continue;
    }
    secretKeys.push(key);
    if (crypter === undefined) continue;
    try {
      values[key] = asText(reveal("secure" in entry ? { secure: entry.secure } : entry.nested, crypter));
    } catch (cause) {
      throw new UsageProblem({
        code: "CONFIG_UNDECRYPTABLE",
        what: `the secret ${key} was not encrypted with this stack's passphrase and salt, or was changed`,
        where: config.file,
        next: `set it again: release config set --secret ${key}`,
        cause,
      });
    }
  }
  return { values, secretKeys };
}

/** Config as Pulumi's history keeps it: as in the stack's file, scalars as text. */
export function historyConfig(config: StackConfig): Record<string, unknown> {
  return Object.fromEntries(
    [...config.entries].map(([key, entry]) => {
      if ("secure" in entry) return [key, { secure: entry.secure }];
      if ("nested" in entry) return [key, entry.nested];
      return [key, typeof entry.plain === "object" ? entry.plain : asText(entry.plain)];
    }),
  );
}

/**
 * Writes a new stack's salt into its file, as Pulumi does; comments stay. Returns the salt that then stands there:
 * another process may have been first.
 */
export async function writeEncryptionSalt(file: string, salt: string): Promise<string> {
  const document = parseStackDocument(await readFile(file, "utf8"), file);
  const present: unknown = document.get("encryptionsalt");
  if (typeof present === "string") return present;
  document.contents ??= document.createNode({});
  document.set("encryptionsalt", salt);
  await writeFileAtomic(file, document.toString({ lineWidth: 0 }));
  return salt;
}
