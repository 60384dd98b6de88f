import type { RunParts } from "./change.ts";
import type { ResourceState } from "./checkpoint.ts";
import { differences, propertyChange } from "./diff.ts";
import { report } from "./failures.ts";
import { isMap } from "./propertyValue.ts";
import { stepOf } from "./run.ts";
import { isProviderType } from "./urn.ts";

/** Objects read at once. */
const parallel = 16;

/** Brings the state to what stands on the cluster. A step's changes are the drift: from what was applied to what is there. */
export async function refreshAll(parts: RunParts, targets: readonly string[] | undefined): Promise<void> {
  const { run, snapshot } = parts;
  const queue = snapshot.resources.filter(
    (state) =>
      state.custom &&
      !isProviderType(state.type) &&
      state.delete !== true &&
      (targets === undefined || targets.includes(state.urn)),
  );
  const work = async (): Promise<void> => {
    for (let state = queue.shift(); state !== undefined && !run.stopping; state = queue.shift()) {
      const next = state;
      await run.running(() => refreshOne(next, parts));
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
}

async function refreshOne(state: ResourceState, { run, snapshot, providers }: RunParts): Promise<void> {
  const step = stepOf(state, "refresh");
  try {
    const read = await providers.of(state.provider ?? "").read(state);
    if (read === undefined) {
      snapshot.remove(state);
      run.note(
        "warning",
        `${state.type.split(":").at(-1) ?? state.type} ${state.id ?? ""} is not on the cluster any more: taken out of the state`,
      );
      run.done(stepOf(state, "delete"));
      return;
    }
    const last = state.outputs?.__inputs;
    const before = isMap(last) ? last : (state.inputs ?? {});
    const changes = differences(before, read.inputs).map(propertyChange);
    snapshot.exchange(state, {
      ...state,
      ...read,
      ...(changes.length === 0 ? {} : { modified: new Date().toISOString() }),
    });
    run.done(changes.length === 0 ? stepOf(state, "same") : { ...step, changes });
  } catch (error) {
    report(run, step, error);
  }
}
