import type { Engine } from "../engine/engine.ts";
import type { Stack } from "../parameters/stack.ts";
import { longHistory } from "../records/history.ts";
import type { RecordStore } from "../records/store.ts";
import type { Change } from "./change.ts";
import { changesOf } from "./changes.ts";
import { commitTimes } from "./commitTimes.ts";
import { coveredPart } from "./coverage.ts";
import type { Period } from "./figures.ts";

/** What a stack's figures are counted from. */
export interface StackChanges {
  stack: string;
  /** Those that have a row though nothing came of them. */
  services: string[];
  /** The part of the period that its records know. */
  covered: Period;
  changes: Change[];
}

export interface StackHistory {
  stack: Stack;
  records: RecordStore;
  engine: Pick<Engine, "historySince">;
  projectDir: string;
}

/** Of all services, or of one. */
export async function stackChanges(
  { stack, records: store, engine, projectDir }: StackHistory,
  asked: Period,
  service?: string,
): Promise<StackChanges> {
  const { records, lost } = await longHistory(store, engine, stack, new Date(asked.from));
  const all = changesOf(records, commitTimes(projectDir, records));
  return {
    stack: stack.name,
    services: service === undefined ? [...stack.services.keys()] : [service],
    covered: coveredPart(asked, records, lost),
    changes: service === undefined ? all : all.filter((change) => change.service === service),
  };
}
