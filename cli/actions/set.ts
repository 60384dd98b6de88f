import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { Problem } from "../../errors/problem.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { operator } from "../../release/operator.ts";
import { changeText } from "../../release/set/message.ts";
import { askedText } from "../../release/set/refuseTakenBack.ts";
import type { SetOutcome } from "../../release/set/context.ts";
import { set } from "../../release/set/set.ts";
import { globalOptions, type GlobalOptions } from "../globalOptions.ts";
import { interruptible } from "../interrupt.ts";
import { processOutput, type Output } from "../output.ts";
import { locateStack } from "../project.ts";
import { openLook } from "../session.ts";

export interface SetOptions {
  commit?: boolean;
  push?: boolean;
  evenIfRolledBack?: boolean;
  message?: string;
}

/** A pipeline has no cluster, mostly: whether it answers is known after this, in ms. */
const patience = 3_000;

/** Writes versions into the stack's file, and commits and pushes that where asked. */
export async function setVersion(targets: string[], options: SetOptions, command: Command): Promise<void> {
  const global = globalOptions(command);
  const output = processOutput(global);
  const interrupt = interruptible(output, "");
  const records = onRecord(global);
  try {
    const outcome = await set(
      {
        targets,
        ...(options.message === undefined ? {} : { description: options.message }),
        commit: options.commit === true || options.push === true,
        push: options.push === true,
        evenIfRolledBack: options.evenIfRolledBack === true,
      },
      {
        location: locateStack(global),
        operator: operator(),
        askedAt: new Date(performance.timeOrigin),
        records,
        signal: interrupt.signal,
        say: (text) => {
          output.say(text);
        },
      },
    );
    output.result(outcomeLines(outcome, output), outcomeJson(outcome));
  } finally {
    interrupt.end();
  }
}

/** The cluster's records, asked for once; why not, where they cannot be had soon. */
function onRecord(options: GlobalOptions): () => Promise<readonly ReleaseRecord[] | string> {
  let answer: Promise<readonly ReleaseRecord[] | string> | undefined;
  const ask = async (): Promise<readonly ReleaseRecord[] | string> => {
    try {
      const late = sleep(patience, `it did not answer within ${patience / 1000} s`, { ref: false });
      return await Promise.race([openLook(options).records.list(), late]);
    } catch (error) {
      return error instanceof Problem ? `${error.code}: ${error.message}` : String(error);
    }
  };
  return () => (answer ??= ask());
}

function outcomeLines({ file, changes, same, commit, pushed, asked, wrong }: SetOutcome, { style }: Output): string[] {
  const name = basename(file);
  const next = pushed === undefined ? (commit === undefined ? ["next       release up"] : ["next       git push"]) : [];
  return [
    ...changes.map((change) => `${style.good("set")}        ${changeText(change)} in ${name}`),
    ...same.map(({ service, after }) => `already so ${service} ${after} in ${name}`),
    ...(commit === undefined ? [] : [`commit     ${commit.slice(0, 12)}`]),
    ...(pushed === undefined
      ? []
      : [
          `pushed     to ${pushed.branch} of ${pushed.remote}${pushed.tries === 1 ? "" : `, the ${pushed.tries}. time`}`,
        ]),
    ...(pushed?.left === undefined ? [] : [`checkout   stays as it is: ${pushed.left}; to have it: git pull --rebase`]),
    ...(asked === undefined ? [] : [style.dim(`rollbacks  asked: ${askedText(asked)}`)]),
    ...(wrong.length === 0 ? [] : [style.warn(`still wrong in the file: ${wrong.length}; next: release config check`)]),
    ...(changes.length === 0 ? [] : next),
  ];
}

function outcomeJson({ file, changes, same, commit, pushed, asked, wrong }: SetOutcome): unknown {
  const git = commit === undefined ? {} : { commit };
  return { file, changes, same, ...git, ...(pushed && { pushed }), ...(asked && { asked }), wrong };
}
