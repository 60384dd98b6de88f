import { existsSync } from "node:fs";
import type { LocalWorkspaceOptions, Stack } from "@pulumi/pulumi/automation/index.js";
import { followedVariable } from "../hooks/followed.ts";
import { stackFile } from "../parameters/stack.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Follow } from "./embedded/options.ts";
import { lockHolder } from "./embedded/lock.ts";
import type { Engine, PreviewOptions, PreviewResult, StackLocation } from "./engine.ts";
import { openCommand } from "./pulumi/command.ts";
import { summaryOf } from "./pulumi/history.ts";
import { runOperation } from "./pulumi/operation.ts";
import { problemOf } from "./pulumi/problems.ts";
import { fileBackend, recoverStack } from "./pulumi/recover.ts";
import { Update } from "./pulumi/update.ts";
import { upArguments } from "./pulumi/upArguments.ts";

export interface PulumiOptions {
  /** Why this engine is used: {@link Engine.reason}. */
  reason: string;
  /** The cluster of the default kubernetes provider; asked for once, when first needed. */
  cluster: () => Cluster;
  follow: Follow;
  /** Added to the CLI's environment; default `process.env`. */
  env?: NodeJS.ProcessEnv;
}

/**
 * The engine that drives the Pulumi CLI by its Automation API; any backend. Each changed Deployment is followed beside
 * Pulumi's own waiting, and a doomed update is ended early. docs/engines.md.
 */
export function pulumiEngine(location: StackLocation, options: PulumiOptions): Engine {
  const env = options.env ?? process.env;
  const common = {
    color: "never",
    ...(location.configFile === undefined ? {} : { configFile: location.configFile }),
  } as const;
  let opened: Promise<Stack> | undefined;
  const stack = (): Promise<Stack> => (opened ??= openStack(location, env));
  return {
    name: "pulumi",
    reason: options.reason,
    prepare: () => {
      // Told when it is used.
      stack().catch(() => undefined);
    },
    preview: async (previewOptions = {}) =>
      preview(await stack(), { ...common, ...targets(previewOptions) }, previewOptions),
    up: async (upOptions) => {
      const opened = await stack();
      return runOperation(upOptions, options, (call) =>
        opened.up({ ...common, ...call, ...upArguments(upOptions), ...targets(upOptions) }),
      );
    },
    refresh: async (upOptions) => {
      const opened = await stack();
      const { message } = upOptions;
      return runOperation(upOptions, options, (call) =>
        opened.refresh({ ...common, ...call, message, ...targets(upOptions) }),
      );
    },
    destroy: async (upOptions) => {
      const opened = await stack();
      const { message } = upOptions;
      return runOperation(upOptions, options, (call) =>
        opened.destroy({ ...common, ...call, message, ...targets(upOptions) }),
      );
    },
    outputs: async () => toldAsProblem(async () => (await stack()).outputs()),
    history: async () => toldAsProblem(async () => (await (await stack()).history()).map(summaryOf)),
    lockHolder: async () => {
      const backend = await fileBackend(location, env);
      return backend === undefined ? undefined : lockHolder(backend);
    },
    recover: async () => toldAsProblem(async () => recoverStack(await stack(), await fileBackend(location, env))),
  };
}

/** Selects the stack; one that has a file but no state yet is made. @throws Problem STACK_UNKNOWN, PULUMI_UNUSABLE, ... */
async function openStack(location: StackLocation, env: NodeJS.ProcessEnv): Promise<Stack> {
  const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
  const program = { stackName: location.stack, workDir: location.projectDir };
  const envVars: Record<string, string> = { [followedVariable]: "true" };
  for (const [name, value] of Object.entries(env)) if (value !== undefined) envVars[name] = value;
  const options: LocalWorkspaceOptions = { pulumiCommand: await openCommand(), envVars };
  return toldAsProblem(() =>
    existsSync(stackFile(location))
      ? LocalWorkspace.createOrSelectStack(program, options)
      : LocalWorkspace.selectStack(program, options),
  );
}

async function preview(
  stack: Stack,
  call: Parameters<Stack["preview"]>[0],
  options: PreviewOptions,
): Promise<PreviewResult> {
  const update = new Update(options.emit ?? (() => undefined));
  try {
    await stack.preview({
      ...call,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onEvent: (event) => {
        update.hear(event);
      },
    });
  } catch (error) {
    throw problemOf(error, [
      ...update.errors,
      ...update.failures.map(({ step, message }) => `${step.name}: ${message}`),
    ]);
  }
  return { steps: update.steps };
}

function targets(options: PreviewOptions): { target?: string[] } {
  return options.targets === undefined ? {} : { target: options.targets };
}

async function toldAsProblem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw problemOf(error);
  }
}
