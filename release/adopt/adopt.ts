import { errorText } from "../../errors/errorText.ts";
import { exitCodes, Problem } from "../../errors/problem.ts";
import { asker } from "../../cluster/request.ts";
import { contentHash } from "../../components/objects.ts";
import { componentUrn } from "../../engine/urn.ts";
import { readText } from "../../components/config/stackFile.ts";
import { acquireLock } from "../../lock/acquire.ts";
import { setConfigValue } from "../../parameters/configEdit.ts";
import { stackFile } from "../../parameters/location.ts";
import { inTemporaryStackFile } from "../../parameters/temporaryStackFile.ts";
import { seenAs, type AdoptedService, type ReleaseRecord } from "../../records/record.ts";
import { newRecordId } from "../../records/recordId.ts";
import { updateMessage } from "../../records/updateMessage.ts";
import { checkCluster } from "../check/cluster.ts";
import { pastFreezes } from "../check/frozen.ts";
import type { ReleaseContext } from "../context.ts";
import { takeBooks, type Books } from "./books.ts";
import { putFilesBack, writeFiles } from "./files.ts";
import { changedFile } from "../changedFile.ts";
import { notTaken } from "./problems.ts";
import type { HelmChoice } from "./helmChoices.ts";
import { keepFromHelm } from "./helmRecords.ts";
import type { Adoption } from "./plan.ts";
import { replacedPods } from "./pods.ts";
import { placeOf } from "../../parameters/stack.ts";

/** How an adoption ended: its record, and what else is to be known of it. */
export interface AdoptOutcome {
  record: ReleaseRecord;
  notes: string[];
}

/** Why, and why though something is frozen. */
export interface AdoptWords {
  description?: string;
  despiteFreeze?: string;
}

/**
 * Takes over what was planned, in one update of Pulumi's: it imports each object and changes no more than was shown. What
 * fails is let go again, and the file put back.
 */
export async function adopt(
  adoption: Adoption,
  { helm, ...words }: { helm: HelmChoice } & AdoptWords,
  context: ReleaseContext,
): Promise<AdoptOutcome> {
  const { stack } = adoption;
  await checkCluster(context.cluster, adoption.namespace);
  const names = adoption.drafts.map(({ name }) => name);
  const past = await pastFreezes(context.cluster, stack, { kind: "adopt", services: names, ...words });
  const record = { ...newRecord(adoption, context, words.description), ...past };
  const scope = placeOf(stack);
  const lock = await acquireLock(
    context.cluster,
    { ...scope, operator: context.operator, release: record.id },
    context,
  );
  try {
    if (readText(stackFile(context.location), stack.name) !== adoption.before) throw changedFile(stack.file);
    await context.records.save(record);
    const signal = AbortSignal.any([context.signal, lock.lost]);
    const notes = await takeOver(adoption, record, helm, { ...context, signal });
    record.result = "succeeded";
    return { record, notes };
  } catch (error) {
    record.result = context.signal.aborted ? "cancelled" : "failed";
    record.reason = errorText(error);
    throw error;
  } finally {
    record.endedAt = new Date().toISOString();
    await context.records.save(record).catch(() => undefined);
    await lock.release();
  }
}

async function takeOver(adoption: Adoption, record: ReleaseRecord, helm: HelmChoice, context: ReleaseContext) {
  const { cluster, engine, location } = context;
  const ask = asker(cluster);
  let books: Books | undefined;
  try {
    await writeFiles(adoption, location);
    books = await takeBooks(ask, adoption);
    await importInto(adoption, record, context);
  } catch (error) {
    await engine.forget(adoption.drafts.map(({ name }) => componentUrn(record, name)));
    await books?.putBack();
    await putFilesBack(adoption, location);
    throw error;
  }
  const replaced = await replacedPods(ask, adoption);
  return [
    ...replaced.map((name) => `${name}: its pods were replaced meanwhile`),
    ...(await withdrawFromHelm(adoption, helm, context)),
  ];
}

/** The services alone are touched: others may have changes in the file that are not ours to release. */
async function importInto(adoption: Adoption, record: ReleaseRecord, context: ReleaseContext): Promise<void> {
  const adopted = Object.fromEntries(adoption.drafts.map(({ name, objects }) => [name, objects]));
  const text = setConfigValue(adoption.after, { key: "releases:adopt", path: [] }, adopted);
  const targets = adoption.drafts.map(({ name }) => componentUrn(record, name));
  const { emit, signal } = context;
  const options = { message: updateMessage(record), targets, planned: true, emit, signal } as const;
  const up = await inTemporaryStackFile(
    adoption.stack.name,
    text,
    (configFile) => context.engine.up({ ...options, configFile }),
    adoption.stack.files.texts,
  );
  if (up.result === "cancelled") {
    throw new Problem({
      code: "CANCELLED",
      what: "the adoption was stopped; everything was let go again",
      exitCode: exitCodes.interrupted,
    });
  }
  if (up.result === "failed") throw notTaken(up.failures.map(({ step, message }) => `${step.name}: ${message}`));
}

async function withdrawFromHelm(
  { drafts, helm }: Adoption,
  choice: HelmChoice,
  { cluster }: ReleaseContext,
): Promise<string[]> {
  const releases = new Map([...helm.values()].map((release) => [`${release.namespace}/${release.name}`, release]));
  const notes: string[] = [];
  for (const [key, release] of releases) {
    const own = drafts.filter(({ name }) => `${helm.get(name)?.namespace ?? ""}/${helm.get(name)?.name ?? ""}` === key);
    try {
      notes.push(
        (await keepFromHelm(
          cluster,
          release,
          own.flatMap(({ objects }) => objects),
          choice,
        )) ?? noBooks(release.name),
      );
    } catch (error) {
      const why = errorText(error);
      notes.push(
        `taken over, but helm's record of ${release.name} still names it (${why}): helm uninstall would delete it`,
      );
    }
  }
  return notes;
}

function noBooks(release: string): string {
  return `helm keeps no record of ${release} in a Secret there; where it does, helm uninstall ${release} would delete what is taken over`;
}

function newRecord(
  adoption: Adoption,
  { operator, user }: ReleaseContext,
  description: string | undefined,
): ReleaseRecord {
  const { stack, drafts, helm, namespace, newFiles } = adoption;
  const startedAt = new Date();
  return {
    id: newRecordId(startedAt),
    project: stack.project,
    stack: stack.name,
    kind: "adopt",
    changes: drafts.flatMap(({ name }) => {
      const service = stack.services.get(name);
      return service === undefined ? [] : [{ service: name, namespace, after: service.parameters }];
    }),
    operator,
    ...seenAs(user()),
    ...(description === undefined ? {} : { description }),
    startedAt: startedAt.toISOString(),
    phases: [],
    result: "running",
    adopted: Object.fromEntries(
      drafts.map(({ name, objects }): [string, AdoptedService] => {
        const release = helm.get(name);
        const text = newFiles.get(`${name}.yaml`);
        const file = text === undefined ? {} : { file: contentHash(text) };
        return [name, { objects, ...(release === undefined ? {} : { helm: release }), ...file }];
      }),
    ),
  };
}
