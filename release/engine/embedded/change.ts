import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import type { StackLocation, UpOptions, UpResult } from "../engine.ts";
import type { Backend } from "./backend.ts";
import { serializeCheckpoint } from "./checkpoint.ts";
import type { ResourceState } from "./checkpoint.ts";
import { writeHistory } from "./history.ts";
import type { HistoryEntry } from "./history.ts";
import { mend } from "./mend.ts";
import { Operations } from "./operations.ts";
import type { EmbeddedOptions } from "./options.ts";
import type { Project } from "./project.ts";
import { containsSecret } from "./propertyValue.ts";
import type { PropertyMap } from "./propertyValue.ts";
import { Providers } from "./providers/providers.ts";
import { Run, stepOf } from "./run.ts";
import { passphraseMissing } from "./secrets.ts";
import type { Session } from "./session.ts";
import { Snapshot } from "./snapshot.ts";
import { historyConfig } from "./stackConfig.ts";
import { StateFile } from "./stateFile.ts";
import { isProviderType, rootUrn } from "./urn.ts";

const { version: sdkVersion } = createRequire(import.meta.url)("@pulumi/pulumi/package.json") as { version: string };

/** One stack, as every run of it needs it. */
export interface Stack {
  location: StackLocation;
  project: Project;
  backend: Backend;
  options: EmbeddedOptions;
  env: NodeJS.ProcessEnv;
}

/** What a run works with. */
export interface RunParts {
  run: Run;
  snapshot: Snapshot;
  providers: Providers;
  operations: Operations;
  guard: (state: ResourceState) => void;
}

/** Everything a run needs, made of an open session. */
export function runParts(
  stack: Stack,
  session: Session,
  run: Run,
  snapshot: Snapshot,
  file: Pick<StateFile, "save">,
): RunParts {
  const { location, project, options } = stack;
  const keepsSecrets = session.crypter !== undefined;
  const guard = (state: ResourceState): void => {
    if (!keepsSecrets && containsSecret(state as unknown as PropertyMap))
      throw passphraseMissing(`${session.config.file}, ${state.urn}`);
  };
  const now = (): string => new Date().toISOString();
  const warn = (message: string): void => {
    run.note("warning", message);
  };
  const names = { stack: location.stack, project: project.name };
  const settings = { ...names, config: session.programConfig, keepsSecrets, engine: options, now, warn };
  const providers = new Providers(settings, snapshot);
  return { run, snapshot, providers, operations: new Operations(run, snapshot, file, guard), guard };
}

/** Takes what a killed run left pending into account; the sentences say what was found. */
export async function mendSession(stack: Stack, session: Session): Promise<string[]> {
  if (session.deployment.pendingOperations.length === 0) return [];
  const idle = new Run(() => undefined, new AbortController().signal);
  const { providers } = runParts(stack, session, idle, new Snapshot(session.deployment), {
    save: () => Promise.resolve(),
  });
  try {
    const { deployment, notes } = await mend(session.deployment, (reference) => providers.of(reference));
    session.deployment = deployment;
    return notes;
  } finally {
    providers.close();
  }
}

export function checkpointText(stack: Stack, session: Session, snapshot: Snapshot): string {
  const name = `organization/${stack.project.name}/${stack.location.stack}`;
  return serializeCheckpoint(
    snapshot.deployment(),
    { version: `v${sdkVersion}`, stack: name, time: new Date() },
    session.crypter,
  );
}

/**
 * One change of a stack: mends, works, writes state and history, gives the lock back.
 * @throws Problem when the work failed before anything was changed.
 */
export async function changeStack(
  stack: Stack,
  session: Session,
  kind: HistoryEntry["kind"],
  options: UpOptions,
  work: (parts: RunParts) => Promise<void>,
): Promise<UpResult> {
  const begin = Date.now();
  const run = new Run(options.emit ?? (() => undefined), options.signal ?? new AbortController().signal);
  try {
    const notes = [...(session.lock?.notes ?? []), ...(await mendSession(stack, session))];
    for (const note of notes) run.note("warning", note);
    const snapshot = new Snapshot(session.deployment);
    const file = new StateFile(stack.backend.stateFile, () => checkpointText(stack, session, snapshot));
    const parts = runParts(stack, session, run, snapshot, file);
    try {
      await work(parts);
    } finally {
      parts.providers.close();
    }
    if (run.problem !== undefined && !run.touched) {
      // What was put on record as begun has not begun.
      if (file.written) await file.save();
      throw run.problem;
    }
    if (run.problem !== undefined)
      run.failed({
        step: stepOf({ urn: rootUrn(stack.location.stack, stack.project.name) }, "same"),
        message: run.problem.message,
      });
    await parts.operations.saved().catch(() => undefined);
    await file.save();
    const result = run.cancelled ? "cancelled" : run.failures.length > 0 ? "failed" : "succeeded";
    const entry = historyEntry(session, kind, options.message, begin, result, run);
    const text = checkpointText(stack, session, snapshot);
    await writeHistory(stack.backend, stack.location.stack, entry, text).catch((error: unknown) => {
      // All is done and in the state: a line less in the history must not make it a failure.
      run.note(
        "warning",
        `this ${kind} is missing in Pulumi's history: ${String(error)} (${stack.backend.historyDir})`,
      );
    });
    return { result, steps: run.steps, failures: run.failures, seconds: (Date.now() - begin) / 1000 };
  } finally {
    await session.lock?.release();
  }
}

function historyEntry(
  session: Session,
  kind: HistoryEntry["kind"],
  message: string,
  begin: number,
  result: UpResult["result"],
  run: Run,
): HistoryEntry {
  const resourceChanges: Record<string, number> = {};
  for (const { urn, operation } of run.steps) {
    if (isProviderType(urn.split("::")[2] ?? "")) continue;
    resourceChanges[operation] = (resourceChanges[operation] ?? 0) + 1;
  }
  const environment = {
    "exec.kind": "service-releases.embedded",
    "pulumi.arch": arch(),
    "pulumi.os": platform(),
    "pulumi.version": `v${sdkVersion}`,
    "runtime.name": "nodejs",
    "runtime.version": process.version,
  };
  return {
    kind,
    startTime: Math.floor(begin / 1000),
    message,
    environment,
    config: historyConfig(session.config),
    version: 0,
    result: result === "succeeded" ? "succeeded" : "failed",
    endTime: Math.floor(Date.now() / 1000),
    resourceChanges,
  };
}
