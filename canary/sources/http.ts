import type { V1Pod } from "@kubernetes/client-node";
import { apiStatus } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import type { Track } from "../../components/objects/labels.ts";
import { asking, isOwnWord, notServed } from "../../rollout/serviceProbe.ts";
import { newPods, type RolloutSnapshot } from "../../rollout/snapshot.ts";
import type { Source, TrackCounts } from "../check.ts";

export interface HttpAsked {
  cluster: Cluster;
  namespace: string;
  path: string;
  /** Number of the container's port. */
  port: number;
  /** The pods of a track as they are seen now. */
  seen: (track: Track) => RolloutSnapshot | undefined;
  tracks: readonly Track[];
}

/** Pods of each track that are asked in one look, in turn. */
const mostPods = 5;
const patienceMs = 5_000;

type Outcome = "good" | "bad" | "silent" | { note: string };

/**
 * Asks the ready pods of each track through the API server's proxy, each by itself: behind a Service nobody could tell
 * which one answered. A pod that is silent is one that answers badly, as long as any other answers.
 */
export function httpCounts(asked: HttpAsked): Source {
  let turn = 0;
  const { seen } = asked;
  return async (signal) => {
    turn += 1;
    if (asked.tracks.some((track) => seen(track) === undefined)) return { trouble: "the pods are not seen yet" };
    const outcomes = await Promise.all(
      asked.tracks.map(async (track) => {
        const pods = inTurn(readyPods(seen(track)), turn);
        return { track, outcomes: await Promise.all(pods.map((pod) => askPod(asked, pod, signal))) };
      }),
    );
    signal.throwIfAborted();
    const anyAnswer = outcomes.some((one) => one.outcomes.some((outcome) => outcome === "good" || outcome === "bad"));
    const looks = outcomes.map((one) => ({ ...one, ...countsOf(one.track, one.outcomes, anyAnswer) }));
    const troubles = looks.flatMap(({ trouble }) => trouble ?? []);
    return {
      ...Object.fromEntries(looks.flatMap(({ track, counts }) => (counts === undefined ? [] : [[track, counts]]))),
      ...(troubles.length === 0 ? {} : { trouble: [...new Set(troubles)].join("; ") }),
    };
  };
}

/** What the answers of one track come to. Pure. */
function countsOf(
  track: Track,
  outcomes: readonly Outcome[],
  anyAnswer: boolean,
): { counts?: TrackCounts; trouble?: string } {
  const [good, bad, silent] = (["good", "bad", "silent"] as const).map(
    (kind) => outcomes.filter((outcome) => outcome === kind).length,
  ) as [number, number, number];
  const all = good + bad + (anyAnswer ? silent : 0);
  if (all > 0) return { counts: { bad: all - good, all } };
  if (outcomes.length === 0) return { trouble: `no pod of the ${track} is ready to be asked` };
  if (silent > 0) return { trouble: `nobody answers within ${patienceMs / 1000} s, the API server's proxy neither` };
  return { trouble: outcomes.map((outcome) => (typeof outcome === "object" ? outcome.note : ""))[0] ?? "" };
}

async function askPod(asked: HttpAsked, pod: string, signal: AbortSignal): Promise<Outcome> {
  const { cluster, namespace, path, port } = asked;
  const limit = AbortSignal.timeout(patienceMs);
  try {
    await cluster.core.connectGetNamespacedPodProxy(
      { namespace, name: `${pod}:${port}` },
      { middleware: [asking(path, AbortSignal.any([signal, limit]))], middlewareMergeStrategy: "append" },
    );
    return "good";
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted) return "silent";
    return outcomeOf(error, asked, pod);
  }
}

/** What the pod says itself counts, whatever it is; what the API server says of it does not. Pure. */
function outcomeOf(error: unknown, { namespace, path, port }: HttpAsked, pod: string): Outcome {
  const status = apiStatus(error);
  if (status !== undefined && !isOwnWord(error)) return status.code < 400 ? "good" : "bad";
  if (status?.code === 404) return { note: `pod ${pod} is gone` };
  const said = notServed(error, `GET ${path} of pod ${namespace}/${pod}:${port}`, namespace, "pods/proxy");
  return { note: said.answered === undefined ? said.note : said.message };
}

function readyPods(snapshot: RolloutSnapshot | undefined): string[] {
  return (snapshot === undefined ? [] : newPods(snapshot)).filter(isReady).map(({ metadata }) => metadata?.name ?? "");
}

function isReady({ metadata, status }: V1Pod): boolean {
  const ready = (status?.conditions ?? []).some(({ type, status: is }) => type === "Ready" && is === "True");
  return ready && (metadata?.deletionTimestamp ?? undefined) === undefined;
}

function inTurn<T>(items: readonly T[], turn: number): T[] {
  if (items.length <= mostPods) return [...items];
  return Array.from({ length: mostPods }, (_, index) => items[(turn * mostPods + index) % items.length] as T);
}
