import type { Command } from "commander";
import { exitCodes, Problem } from "../../errors/problem.ts";
import { startedStack } from "../../parameters/stack.ts";
import { clusterRecords } from "../../records/store.ts";
import { adopt, type AdoptOutcome, type AdoptWords } from "../../release/adopt/adopt.ts";
import type { HelmChoice } from "../../release/adopt/helmChoices.ts";
import { planAdoption, type Adoption } from "../../release/adopt/plan.ts";
import { undoAdoption } from "../../release/adopt/undo.ts";
import { confirm } from "../confirm.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput, type Output } from "../output.ts";
import { adoptedLines, adoptionJson, adoptionLines, undoneLines } from "../renderers/adoption.ts";
import { openSession, surroundings, type Session } from "../session.ts";
import { withProgress } from "./withProgress.ts";

export interface AdoptOptions {
  namespace?: string;
  template?: string;
  helm: HelmChoice;
  undo?: boolean;
  message?: string;
  despiteFreeze?: string;
  yes?: boolean;
  dryRun?: boolean;
}

/** Shows what would come of what runs, asks, and takes it over. */
export async function adoptWorkloads(names: string[], options: AdoptOptions, command: Command): Promise<void> {
  const session = openSession(globalOptions(command), startedStack);
  const output = processOutput(globalOptions(command));
  const { namespace = session.stack.namespace, template } = options;
  const request = { names, namespace, ...(template === undefined ? {} : { template }) };
  const adoption = await planAdoption(request, session);
  if (options.dryRun === true) {
    output.result(adoptionLines(adoption, output.style), adoptionJson(adoption));
    return;
  }
  for (const line of adoptionLines(adoption, output.style)) output.say(line);
  await ask(`Take ${services(adoption)} over?`, options, output);
  const outcome = await takenOver(session, adoption, options, output);
  output.result(adoptedLines(outcome, output.style), {
    ...adoptionJson(adoption),
    release: outcome.record,
    notes: outcome.notes,
  });
}

/** Lets go of what was adopted. */
export async function undoAdopt(names: string[], options: AdoptOptions, command: Command): Promise<void> {
  const session = openSession(globalOptions(command), startedStack);
  const output = processOutput(globalOptions(command));
  await ask(`Let go of ${names.length === 0 ? "all that was adopted" : names.join(", ")}?`, options, output);
  const outcome = await withProgress(session, output, always, (context) =>
    undoAdoption(session.stack, names, words(options), context),
  );
  output.result(undoneLines(outcome, output.style), { release: outcome.record, notes: outcome.notes });
}

function takenOver(session: Session, adoption: Adoption, options: AdoptOptions, output: Output): Promise<AdoptOutcome> {
  const { namespace, project, name } = adoption.stack;
  return withProgress(session, output, always, (context) => {
    for (const line of surroundings(session, context.engine)) output.say(output.style.dim(line));
    // A file that had no services may have had no namespace of its own.
    const records = clusterRecords(session.cluster, { namespace, project, stack: name });
    return adopt(adoption, { helm: options.helm, ...words(options) }, { ...context, records });
  });
}

function words({ message, despiteFreeze }: AdoptOptions): AdoptWords {
  return {
    ...(message === undefined ? {} : { description: message }),
    ...(despiteFreeze === undefined ? {} : { despiteFreeze }),
  };
}

const always = () => () => Promise.resolve(true);

async function ask(question: string, { yes }: AdoptOptions, output: Output): Promise<void> {
  if (yes === true || (await confirm(question, output))) return;
  throw new Problem({
    code: "NOT_APPROVED",
    what: "it was not approved; nothing was touched",
    exitCode: exitCodes.interrupted,
  });
}

function services({ drafts }: Adoption): string {
  return drafts.length === 1 ? (drafts[0]?.name ?? "") : `these ${drafts.length}`;
}
