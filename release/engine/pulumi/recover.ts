import type { Stack } from "@pulumi/pulumi/automation/index.js";
import type { StackLocation } from "../engine.ts";
import { locateBackend, type Backend } from "../embedded/backend.ts";
import { breakStaleLocks } from "../embedded/lock.ts";
import { readProject } from "../embedded/project.ts";

/** The stack's file backend; undefined for the others, whose locks only their makers know. */
export async function fileBackend(location: StackLocation, env: NodeJS.ProcessEnv): Promise<Backend | undefined> {
  const project = await readProject(location.projectDir);
  try {
    return locateBackend(project, location.stack, env);
  } catch {
    return undefined;
  }
}

/** Takes away locks of processes that are gone, and lets a refresh settle what a killed run left pending. A sentence each. */
export async function recoverStack(stack: Stack, backend: Backend | undefined): Promise<string[]> {
  const locks = backend === undefined ? [] : await breakStaleLocks(backend);
  const pending = pendingOperations(await stack.exportStack());
  if (pending.length === 0) return locks;
  await stack.refresh({
    message: "Recover what an interrupted update left pending",
    clearPendingCreates: true,
    runProgram: false,
  });
  return [
    ...locks,
    ...pending.map(({ type, urn }) => `settled by a refresh what was left half done: ${type} of ${urn}`),
  ];
}

interface PendingOperation {
  type: string;
  urn: string;
}

/** From an exported state, whose layout the Automation API leaves open. */
export function pendingOperations(exported: { deployment?: unknown }): PendingOperation[] {
  const state = exported.deployment as {
    pending_operations?: { type?: string; resource?: { urn?: string } }[] | null;
  } | null;
  return (state?.pending_operations ?? []).map(({ type = "an operation", resource }) => ({
    type,
    urn: resource?.urn ?? "a resource",
  }));
}
