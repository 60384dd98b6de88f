import { setTimeout as sleep } from "node:timers/promises";
import type { Output } from "../../output.ts";
import type { Session } from "../../session.ts";
import type { ReleaseRecord } from "../../../records/record.ts";
import { servesEverywhere } from "./arrival.ts";
import { mustPass, pipelineOf } from "./pipelineOf.ts";
import type { Place } from "./place.ts";
import { commit, type Change, type Repository } from "./repositories.ts";
import type { CommitEnd } from "./report.ts";
import type { Watching } from "./watching.ts";

/** What the story is told with. */
export interface Tale {
  place: Place;
  session: Session;
  watching: Watching;
  output: Output;
  signal: AbortSignal;
  /** By the chat, oldest first. */
  told: readonly string[];
  service: { namespace: string; name: string };
}

/** The line in which those who watch say what became of a commit: of this one, or of any. */
export function settled(commit = ""): RegExp {
  return new RegExp(`${commit}.* (is released|is not tried again|is refused)`);
}

/** One commit, from its push until it serves, or is taken back. */
export async function follow(change: Change, tale: Tale): Promise<CommitEnd> {
  const { place, session, watching, output, signal, told, service } = tale;
  const { machine, releases } = place;
  const repository = repositoryOf(tale);
  const before = told.length;
  const pushed = Date.now();
  const id = await commit(machine, repository, change);
  output.say(`  pushed   ${id.slice(0, 8)}`);
  mustPass(await pipelineOf(place, repository, { ...change, id }, output));
  const piped = Date.now();
  const tip = await machine.git(releases.bare, "Ada", "rev-parse", "HEAD");
  const over = new AbortController();
  const arrived = servesEverywhere(session.cluster, service, id, AbortSignal.any([signal, over.signal]));
  arrived.catch(() => undefined);
  const end = await watching.saw(settled(tip.slice(0, 8)));
  if (!end.includes(" is released")) over.abort();
  const [record, ...more] = await releasesOf(id, session);
  if (record === undefined) throw new Error(`no release of ${id} is on record`);
  const served = (await arrived) ?? Date.parse(record.endedAt ?? "");
  // Sent as the release ends, it may come after its last line.
  for (const until = Date.now() + 10_000; told.length === before && Date.now() < until;) await sleep(50);
  return {
    ...{ service: service.name, author: change.author, subject: change.subject, commit: id },
    ...{ pipelineSeconds: seconds(piped - pushed), seconds: seconds(served - pushed) },
    ...{ record, tries: 1 + more.length, told: told[before] },
  };
}

/** Longer than those who watch wait between two looks, by far. */
const patientMs = 10_000;

/** What failed is let be: by who watches, and where its pipeline is run once more. How often each was tried by then. */
export async function letBe(commits: readonly CommitEnd[], tale: Tale): Promise<CommitEnd[]> {
  const { place, session, output, signal } = tale;
  for (const { record, commit: id, author, subject } of commits) {
    if (record.result === "succeeded") continue;
    // The branch still asks for it: there is nothing to set.
    mustPass(await pipelineOf(place, repositoryOf(tale), { id, author, subject }, output));
    await sleep(patientMs, undefined, { signal });
  }
  const ends: CommitEnd[] = [];
  for (const end of commits) {
    const tries = (await releasesOf(end.commit, session)).length;
    if (end.record.result !== "succeeded") output.say(`  releases of ${end.commit.slice(0, 8)} on record: ${tries}`);
    ends.push({ ...end, tries });
  }
  return ends;
}

function repositoryOf({ place, service }: Tale): Repository {
  const found = place.services.get(service.name);
  if (found === undefined) throw new Error(`no repository of ${service.name}`);
  return found;
}

async function releasesOf(version: string, { records }: Session): Promise<ReleaseRecord[]> {
  const known = await records.list();
  return known.filter(({ kind, changes }) => {
    return kind !== "restore" && changes.some(({ after }) => after.release.version === version);
  });
}

function seconds(ms: number): number {
  return Math.round(ms / 10) / 100;
}
