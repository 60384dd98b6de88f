import type {
  Engine,
  OutputValue,
  PreviewOptions,
  PreviewResult,
  StackLocation,
  UpOptions,
  UpResult,
} from "../engine.ts";
import { locateBackend } from "./backend.ts";
import { changeStack, mendSession, runParts, checkpointText } from "./change.ts";
import type { Stack } from "./change.ts";
import { deleteAll } from "./deletions.ts";
import { readHistory } from "./history.ts";
import { loadProgram, unload, type LoadingProgram } from "./loadProgram.ts";
import { breakStaleLocks, lockHolder } from "./lock.ts";
import type { EmbeddedOptions } from "./options.ts";
import { previewProblem } from "./previewProblem.ts";
import { readProject } from "./project.ts";
import { containsSecret, revealAll } from "./propertyValue.ts";
import { refreshAll } from "./refresh.ts";
import { Run } from "./run.ts";
import { runProgram } from "./runProgram.ts";
import { openSession } from "./session.ts";
import { Snapshot } from "./snapshot.ts";
import { StateFile } from "./stateFile.ts";
import { rootUrn } from "./urn.ts";

/**
 * The engine that needs nothing but npm packages: runs the unchanged Pulumi program, makes its kubernetes and random
 * resources itself, and keeps Pulumi's own state files, so that the Pulumi CLI can go on from them. docs/engines.md.
 * @throws UsageProblem PROJECT_..., RUNTIME_UNSUPPORTED, BACKEND_UNSUPPORTED.
 */
export async function embeddedEngine(location: StackLocation, options: EmbeddedOptions): Promise<Engine> {
  const env = options.env ?? process.env;
  const project = await readProject(location.projectDir);
  const backend = locateBackend(project, location.stack, env);
  const stack: Stack = { location, project, backend, options, env };
  let prepared: Promise<LoadingProgram> | undefined;
  const load = (): Promise<LoadingProgram> => options.takeLoading?.() ?? loadProgram(stack);
  const prepare = (): void => {
    prepared ??= load();
    // Told when it is used.
    prepared.catch(() => undefined);
  };
  const program = (): Promise<LoadingProgram> => {
    const taken = prepared ?? load();
    prepared = undefined;
    return taken;
  };
  return {
    name: "embedded",
    reason: options.reason,
    prepare,
    preview: (previewOptions) => preview(stack, program(), previewOptions ?? {}),
    up: (upOptions) => up(stack, program(), upOptions),
    refresh: (upOptions) => refresh(stack, upOptions),
    destroy: (upOptions) => destroy(stack, upOptions),
    outputs: () => outputs(stack),
    history: () => readHistory(backend),
    lockHolder: () => lockHolder(backend),
    recover: () => recover(stack),
  };
}

function open({ location, project, backend, env }: Stack, locked: boolean): ReturnType<typeof openSession> {
  return openSession(location, project, backend, env, locked);
}

async function up(stack: Stack, starting: Promise<LoadingProgram>, options: UpOptions): Promise<UpResult> {
  const loading = await starting;
  const { targets, configFile, keep = [] } = options;
  try {
    const configured = configFile === undefined ? stack : { ...stack, location: { ...stack.location, configFile } };
    const session = await open(configured, true);
    return await changeStack(stack, session, "update", options, async (parts) => {
      await runProgram(stack, loading, session.programConfig, parts, false, targets);
      const gone = doomed(parts.snapshot, targets).filter(
        ({ urn, parent = "" }) => !keep.includes(urn) && !keep.includes(parent),
      );
      await deleteAll(gone, { ...parts, dryRun: false });
    });
  } finally {
    unload(loading);
  }
}

/** @throws UsageProblem PREVIEW_REFUSED with everything the API server would not accept. */
async function preview(
  stack: Stack,
  starting: Promise<LoadingProgram>,
  options: PreviewOptions,
): Promise<PreviewResult> {
  const loading = await starting;
  try {
    const session = await open(stack, false);
    const run = new Run(options.emit ?? (() => undefined), options.signal ?? new AbortController().signal);
    const parts = runParts(stack, session, run, new Snapshot(session.deployment), { save: () => Promise.resolve() });
    try {
      await runProgram(stack, loading, session.programConfig, parts, true, options.targets);
      await deleteAll(doomed(parts.snapshot, options.targets), { ...parts, dryRun: true });
    } finally {
      parts.providers.close();
    }
    if (run.problem !== undefined) throw run.problem;
    if (run.failures.length > 0) throw previewProblem(run.failures);
    return { steps: run.steps };
  } finally {
    unload(loading);
  }
}

async function refresh(stack: Stack, options: UpOptions): Promise<UpResult> {
  const session = await open(stack, true);
  return changeStack(stack, session, "refresh", options, (parts) => refreshAll(parts, options.targets));
}

async function destroy(stack: Stack, options: UpOptions): Promise<UpResult> {
  const session = await open(stack, true);
  return changeStack(stack, session, "destroy", options, (parts) =>
    deleteAll(doomed(parts.snapshot, options.targets), { ...parts, dryRun: false }),
  );
}

/** What the run did not deal with; with targets, only those, and what was replaced anyway. */
function doomed(snapshot: Snapshot, targets: readonly string[] | undefined): Snapshot["remaining"] {
  return snapshot.remaining.filter(
    ({ urn, delete: replaced }) => replaced === true || targets === undefined || targets.includes(urn),
  );
}

async function outputs(stack: Stack): Promise<Record<string, OutputValue>> {
  const { deployment } = await open(stack, false);
  const root = deployment.resources.find(({ urn }) => urn === rootUrn(stack.location.stack, stack.project.name));
  const entries = Object.entries(root?.outputs ?? {});
  return Object.fromEntries(
    entries.map(([key, value]) => [key, { value: revealAll(value), secret: containsSecret(value) }]),
  );
}

async function recover(stack: Stack): Promise<string[]> {
  const locks = await breakStaleLocks(stack.backend);
  const session = await open(stack, true);
  try {
    const mended = await mendSession(stack, session);
    const snapshot = new Snapshot(session.deployment);
    if (mended.length > 0)
      await new StateFile(stack.backend.stateFile, () => checkpointText(stack, session, snapshot)).save();
    return [...locks, ...(session.lock?.notes ?? []), ...mended];
  } finally {
    await session.lock?.release();
  }
}
