import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { LineCounter, parseDocument } from "yaml";
import { UsageProblem } from "../../errors/problem.ts";
import type { RawStackConfig } from "./stackConfig.ts";
import { isPlainObject } from "./layers.ts";
import { knownStacks, stackOfFile, stacksIn } from "./knownStacks.ts";
import { suggest } from "./nearest.ts";
import { stackKeyNames } from "./parseStack.ts";
import { noServiceFiles, parseServiceFiles, serviceTexts, type ServiceFiles } from "./serviceFiles.ts";
import { unquotedIn, type Unquoted } from "./unquoted.ts";
import { withServiceFiles } from "./withServiceFiles.ts";
import { contentOf } from "./yamlContent.ts";

/** Stands for the value of a secret, which is read nowhere but in the Pulumi program. */
export const secretMarker = "[secret]";

/** A stack's file as read, before its parameters are checked. */
export interface StackText {
  raw: Omit<RawStackConfig, "stack">;
  /** Every config key with its namespace (`kubernetes:context`); secrets as {@link secretMarker}. */
  config: Record<string, unknown>;
  /** Secrets as they stand in the file, encrypted (`v1:…`), by config key as in `config`. */
  ciphertexts: Map<string, string>;
}

const project = "releases";

/**
 * Reads `Pulumi.<stack>.yaml`, and the files of services beside it, without the cluster, the state or the passphrase.
 * @throws UsageProblem STACK_UNKNOWN with the stacks there are; YAML_INVALID with line and column
 */
export function readStackFile(path: string): RawStackConfig {
  const stack = stackOfFile(basename(path));
  const raw = { ...parseStackText(path, readText(path, stack)).raw, stack };
  return withServiceFiles(raw, serviceFilesOf(dirname(path), stack));
}

/** What was read last: one command comes to it several times. */
let lastRead: { stacks: readonly string[] | undefined; files: ServiceFiles } = { stacks: [], files: noServiceFiles };

/** The files of a project's services, as read for one of its stacks. @throws UsageProblem YAML_INVALID */
export function serviceFilesOf(projectDir: string, stack: string): ServiceFiles {
  const texts = serviceTexts(projectDir);
  if (texts.size === 0) return noServiceFiles;
  const stacks = knownStacks(projectDir, stack);
  if (!isDeepStrictEqual([lastRead.stacks, lastRead.files.texts], [stacks, texts])) {
    lastRead = { stacks, files: parseServiceFiles(texts, stacks) };
  }
  return lastRead.files;
}

/** Reads the text of a stack's file; `path` is for messages. @throws UsageProblem YAML_INVALID */
export function parseStackText(path: string, text: string): StackText {
  const { config: written, unquoted } = parseYaml(path, text);
  const ciphertexts = new Map<string, string>();
  const entries = Object.entries(written).map(([key, value]): [string, unknown] => {
    if (isSecure(value)) ciphertexts.set(key, value.secure);
    return [key, isSecure(value) ? secretMarker : value];
  });
  const config: Record<string, unknown> = Object.fromEntries(entries);
  const ours = entries.filter(([key]) => key.startsWith(`${project}:`)).map(([key]) => key.slice(project.length + 1));
  const isSecret = (key: string) => config[`${project}:${key}`] === secretMarker;
  const values = Object.fromEntries(stackKeyNames.map((key) => [key, config[`${project}:${key}`]]));
  return {
    raw: {
      ...values,
      services: values.services,
      current: values.current,
      secretKeys: ours.filter(isSecret),
      plainKeys: ours.filter((key) => !isSecret(key)),
      unquoted,
    },
    config,
    ciphertexts,
  };
}

function parseYaml(path: string, text: string): { config: Record<string, unknown>; unquoted: Unquoted[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new UsageProblem({
      code: "YAML_INVALID",
      what: `${basename(path)} cannot be read as YAML`,
      where: path,
      details: document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        const [key = ""] = /^[^\s:]*/.exec(text.slice(error.pos[0])) ?? [];
        const what = error.code === "DUPLICATE_KEY" ? `"${key}" stands twice in one map` : error.message;
        return `line ${line}, column ${col}: ${what}`;
      }),
      next: "mend the file; nothing was changed",
    });
  }
  const content = contentOf(document, path);
  const config = isPlainObject(content) ? content.config : undefined;
  if (config === undefined || config === null) return { config: {}, unquoted: [] };
  if (!isPlainObject(config)) throw noConfig(path);
  return { config, unquoted: unquotedIn(document) };
}

/** Pulumi writes a secret as `{secure: v1:...}`. */
function isSecure(value: unknown): value is { secure: string } {
  return isPlainObject(value) && typeof value.secure === "string" && Object.keys(value).length === 1;
}

function noConfig(path: string): UsageProblem {
  return new UsageProblem({
    code: "CONFIG_INVALID",
    what: `\`config\` in ${basename(path)} is no map of config keys`,
    where: path,
    next: "write it as in Pulumi.staging.yaml",
  });
}

/** The stack's file. @throws UsageProblem STACK_UNKNOWN with the stacks there are */
export function readText(path: string, stack: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const stacks = stacksIn(dirname(path));
    throw new UsageProblem({
      code: "STACK_UNKNOWN",
      what: `there is no stack "${stack}": ${basename(path)} cannot be read`,
      where: path,
      details: [stacks.length === 0 ? "there are no Pulumi.<stack>.yaml files" : suggest(stack, stacks)],
      next: "name one with --stack, or write its file",
      cause,
    });
  }
}
