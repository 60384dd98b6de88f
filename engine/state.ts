import { readFile } from "node:fs/promises";
import { writeAtomic } from "../host/atomicFile.ts";
import type { BackendFiles } from "./backend.ts";

/** An operation that had begun and whose end Pulumi has not seen. */
export interface PendingOperation {
  type: string;
  urn: string;
}

/** From what `pulumi stack export` prints. */
export function pendingOperations(exported: string): PendingOperation[] {
  const { deployment } = JSON.parse(exported) as {
    deployment?: { pending_operations?: { type?: string; resource?: { urn?: string } }[] | null } | null;
  };
  return (deployment?.pending_operations ?? []).map(({ type = "an operation", resource }) => ({
    type,
    urn: resource?.urn ?? "a resource",
  }));
}

/** From what `pulumi stack export` prints: what was applied last, by URN. */
export function appliedInputs(exported: string): Map<string, Record<string, unknown>> {
  const { deployment } = JSON.parse(exported) as {
    deployment?: { resources?: { urn: string; inputs?: Record<string, unknown> }[] | null } | null;
  };
  return new Map((deployment?.resources ?? []).map(({ urn, inputs }) => [urn, inputs ?? {}]));
}

/** A full disk cuts off the state that the CLI writes; the copy beside it is of the step before. A sentence if it was put back. */
export async function mendState({ stateFile }: BackendFiles): Promise<string[]> {
  const state = await readFile(stateFile, "utf8").catch(() => undefined);
  if (state === undefined || isWhole(state)) return [];
  const copy = await readFile(`${stateFile}.bak`, "utf8").catch(() => "");
  if (!isWhole(copy)) return [];
  await writeAtomic(stateFile, copy);
  return ["put back the state from Pulumi's own copy: it was cut off while it was written"];
}

function isWhole(text: string): boolean {
  try {
    return typeof (JSON.parse(text) as { checkpoint?: unknown } | null)?.checkpoint === "object";
  } catch {
    return false;
  }
}
