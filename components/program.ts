import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { allConfig, isConfigSecret } from "@pulumi/pulumi/runtime/config.js";
import { describeProblem, Problem, UsageProblem } from "../errors/problem.ts";
import { checkedStack } from "./checkedStack.ts";
import { describedConfig } from "./config.ts";
import type { Unquoted } from "./config/unquoted.ts";
import { unquotedAsRead } from "./config/unquotedAsRead.ts";
import type { RawStackConfig, StackConfig } from "./config/stackConfig.ts";
import { parseServiceFiles, serviceTexts, type ServiceFiles } from "./config/serviceFiles.ts";
import { stackKeyNames } from "./config/parseStack.ts";
import { parseStackText, readText, serviceFilesOf } from "./config/stackFile.ts";
import { plannedFilesVariable } from "./plannedFiles.ts";
import { withServiceFiles } from "./config/withServiceFiles.ts";

declare module "@pulumi/pulumi/runtime/config.js" {
  // There, but left out of Pulumi's declarations.
  export function isConfigSecret(key: string): boolean;
}

/** Whom the `release` command tells is nothing that the program makes. */
const structured = stackKeyNames.filter((key) => key !== "notify");

/** The keys of `releases:`, whatever the project is called. */
export function ourConfig(): pulumi.Config {
  return new pulumi.Config("releases");
}

/**
 * The running program's own stack, checked, rules included; what the project's files of services say is in it.
 * @param folder the project's, with the stack's file as it was written: Pulumi hands over what it has read of it
 * @param known the `release` command has read and checked what is asked for; what it brings back may be older than a rule
 * @throws RunError with everything that is wrong: Pulumi shows its text, no stack trace
 */
export function stackOfProgram(config: pulumi.Config, folder: string, known: boolean): StackConfig {
  return asRunError(() => {
    const keys = configKeys(config.name);
    const isSecret = (key: string) => isConfigSecret(`${config.name}:${key}`);
    assertReadable(structured.filter(isSecret));
    const [services, current] = [parsed(config, "services"), parsed(config, "current")];
    const raw = {
      ...stackKeys(config),
      services,
      current,
      unquoted: unquotedAsRead(known ? [] : unquotedIn(folder), {
        "releases:services": services,
        "releases:current": current,
      }),
      groups: parsed(config, "groups"),
      adopt: parsed(config, "adopt"),
      watch: parsed(config, "watch"),
      console: parsed(config, "console"),
      secretKeys: keys.filter(isSecret),
      plainKeys: keys.filter((key) => !isSecret(key)),
    };
    const read = known ? describedConfig : checkedStack;
    return read(withServiceFiles(raw, plannedFiles() ?? serviceFilesOf(folder, raw.stack)));
  });
}

/** What the `release` command has planned with, whatever an editor has saved since; it knows the project's stacks too. */
function plannedFiles(): ServiceFiles | undefined {
  const folder = process.env[plannedFilesVariable];
  return folder === undefined ? undefined : parseServiceFiles(serviceTexts(folder), undefined);
}

/** None where the stack's file is elsewhere, or nothing that is read here. */
function unquotedIn(folder: string): readonly Unquoted[] {
  try {
    const stack = pulumi.getStack();
    const file = join(folder, `Pulumi.${stack}.yaml`);
    return parseStackText(file, readText(file, stack)).raw.unquoted ?? [];
  } catch {
    return [];
  }
}

/** What the stack says for whatever service it has. */
export function stackKeys(
  config: pulumi.Config,
): Pick<RawStackConfig, "stack" | "namespace" | "namespaces" | "cluster" | "patience" | "prometheus"> {
  return {
    stack: pulumi.getStack(),
    namespace: config.get("namespace"),
    namespaces: parsed(config, "namespaces"),
    cluster: parsed(config, "cluster"),
    patience: parsed(config, "patience"),
    prometheus: config.get("prometheus"),
  };
}

/**
 * A program gets secrets decrypted. Whatever stands in these keys ends in plain text in Deployments and in the state, a
 * secret that was put somewhere inside too (`pulumi config set --secret --path`): Pulumi then marks the key as secret.
 */
function assertReadable(secretKeys: readonly string[]): void {
  if (secretKeys.length === 0) return;
  const stack = pulumi.getStack();
  throw new UsageProblem({
    code: "CONFIG_INVALID",
    what: `the configuration of stack ${stack} has a secret where it would be shown in plain text`,
    where: `Pulumi.${stack}.yaml`,
    details: secretKeys.map((key) => `releases:${key}: a value in it is encrypted; none in here stays secret`),
    next:
      "store it under a key of its own with `release config set --secret KEY`, and name KEY under the service's " +
      "`secrets` or `secretFiles`",
  });
}

/** Pulumi hands an object to the program as JSON; what is no JSON is passed on, for the check to name it. */
function parsed(config: pulumi.Config, key: string): unknown {
  const text = config.get(key);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The project's own keys: `dbPassword`. */
function configKeys(project: string): string[] {
  return Object.keys(allConfig())
    .filter((key) => key.startsWith(`${project}:`))
    .map((key) => key.slice(project.length + 1));
}

/** Pulumi shows the text of a RunError alone, no stack trace. */
export function asRunError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem) throw new pulumi.RunError(describeProblem(error));
    throw error;
  }
}
