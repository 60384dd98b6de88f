import type { ResourceState } from "./checkpoint.ts";
import { deletionWaves } from "./graph.ts";
import { report } from "./failures.ts";
import type { Operations } from "./operations.ts";
import type { Providers } from "./providers/providers.ts";
import { stepOf } from "./run.ts";
import type { Run } from "./run.ts";
import type { Snapshot } from "./snapshot.ts";
import { isProviderType } from "./urn.ts";

export interface DeletionParts {
  run: Run;
  snapshot: Snapshot;
  providers: Providers;
  operations: Operations;
  dryRun: boolean;
}

/** Deletes resources, none at all while one of them is protected; first those that no other needs. After a failure the wave that runs ends and no further one begins. */
export async function deleteAll(doomed: readonly ResourceState[], parts: DeletionParts): Promise<void> {
  const { run } = parts;
  const alive = new Set(parts.snapshot.resources.filter((state) => !doomed.includes(state)).map(({ urn }) => urn));
  const gone = new Set(doomed.map(({ urn }) => urn).filter((urn) => !alive.has(urn)));
  const kept = doomed.filter(({ protect }) => protect === true);
  for (const state of kept) {
    const { urn } = state;
    const message = `${urn} is protected: set its option \`protect\` to false and release, before it can be deleted`;
    run.failed({ step: stepOf(state, "delete"), message });
  }
  for (const wave of deletionWaves(doomed)) {
    if (run.stopping) return;
    await Promise.all(wave.map((state) => run.running(() => deleteOne(state, gone, parts))));
  }
}

async function deleteOne(
  state: ResourceState,
  gone: ReadonlySet<string>,
  { run, snapshot, providers, operations, dryRun }: DeletionParts,
): Promise<void> {
  const made = state.custom && !isProviderType(state.type);
  // What took its place is the step a person sees.
  const shown = state.delete !== true && !isProviderType(state.type);
  const step = stepOf(state, "delete");
  if (shown) run.started(step);
  if (dryRun) snapshot.remove(state);
  else {
    try {
      const goesAlong = state.deletedWith !== undefined && gone.has(state.deletedWith);
      const provider =
        made && !goesAlong && state.pendingReplacement !== true ? providers.of(state.provider ?? "") : undefined;
      await operations.delete(state, provider, "forget");
    } catch (error) {
      report(run, step, error);
      return;
    }
  }
  if (shown) run.done(step);
}
