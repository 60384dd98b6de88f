import { asker, type Json } from "../../cluster/request.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import type { FoundDrift } from "../../drift/drift.ts";
import { findDrift } from "../../drift/find.ts";
import { observe, type Observed } from "../../drift/observe.ts";
import { expectedObjects, type Expected } from "../../drift/objects.ts";
import { withTimes } from "../../drift/since.ts";
import type { Engine } from "../../engine/engine.ts";
import type { StackLocation } from "../../parameters/location.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { lastReleased } from "./lastReleased.ts";

/** What is not as it was last applied, and the manifests that say what that was. */
export interface Detection {
  drift: FoundDrift[];
  /** By URN. */
  manifests: ReadonlyMap<string, Json>;
}

/** A look at the live objects, begun beside what else takes time. */
export interface EarlyLook {
  /** All that the stack's file asks for. */
  asked: readonly Expected[];
  observed: Promise<Observed>;
}

export function lookEarly(cluster: Cluster, stack: Stack): EarlyLook {
  const asked = expectedObjects(stack.config, stack, () => true);
  const observed = observe(asker(cluster), asked);
  // Told where it is awaited.
  observed.catch(() => undefined);
  return { asked, observed };
}

export interface DetectionSources {
  cluster: Cluster;
  location: StackLocation;
  engine: () => Promise<Pick<Engine, "applied">>;
  /** The same that was looked at early. */
  stack: Stack;
  /** Of the stack's file, as it stands. */
  text: string;
  records: readonly ReleaseRecord[];
  early: EarlyLook;
}

/**
 * Holds the live objects against what was last applied: what was released, as the program renders it. Reads, changes
 * nothing; without drift no more than a list for each kind is asked for.
 */
export async function detectDrift(sources: DetectionSources): Promise<Detection> {
  const { cluster, early } = sources;
  const last = lastReleased(sources.stack, sources.text, sources.location, sources.records);
  const expected = expectedOf(last, sources);
  const ask = asker(cluster);
  const more = expected.filter((object) => !early.asked.some((kind) => sameKind(kind, object)));
  const [first, rest] = await Promise.all([early.observed, observe(ask, more)]);
  const observed = together(first, rest, more);
  const applied = async () => (await sources.engine()).applied();
  const drift = await findDrift(expected, { ask, observed, applied });
  const manifests = new Map(expected.map(({ urn, manifest }) => [urn, manifest]));
  const timed = await withTimes(ask, drift);
  return { drift: timed.map((object) => withLastSeen(object, sources.records)), manifests };
}

/** Rendered anew only where what was released is not what the file asks for. */
function expectedOf(
  { stack, released }: ReturnType<typeof lastReleased>,
  { stack: asked, early }: DetectionSources,
): readonly Expected[] {
  if (released.size === 0) return [];
  if (stack !== asked) return expectedObjects(stack.config, asked, (name) => released.has(name));
  return early.asked.filter(({ service }) => service === undefined || released.has(service));
}

/** Of what is gone, and nobody knows since when. */
function withLastSeen(object: FoundDrift, records: readonly ReleaseRecord[]): FoundDrift {
  const { kind, service, state, since } = object;
  if (state !== "lost" || since !== undefined || !["Deployment", "CronJob", "Namespace"].includes(kind)) return object;
  const last = records.find(
    ({ result, changes }) =>
      result === "succeeded" && (service === undefined || changes.some((change) => change.service === service)),
  );
  return last?.endedAt === undefined ? object : { ...object, seen: last.endedAt };
}

function together(first: Observed, rest: Observed, more: readonly Expected[]): Observed {
  const of = (kind: Pick<Expected, "apiVersion" | "kind" | "namespace">): Observed =>
    more.some((object) => sameKind(object, kind)) ? rest : first;
  return {
    get: (kind, name) => of(kind).get(kind, name),
    all: (kind) => of(kind).all(kind),
    unseen: (kind) => of(kind).unseen(kind),
  };
}

function sameKind(
  one: Pick<Expected, "apiVersion" | "kind" | "namespace">,
  two: Pick<Expected, "apiVersion" | "kind" | "namespace">,
): boolean {
  return one.kind === two.kind && one.namespace === two.namespace && one.apiVersion === two.apiVersion;
}
