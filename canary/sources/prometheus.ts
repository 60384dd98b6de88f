import type { Track } from "../../components/objects/labels.ts";
import { errorText } from "../../errors/errorText.ts";
import type { Reading, Source, TrackCounts } from "../check.ts";
import { growth, type Counters } from "./counters.ts";
import type { InstantQuery, Sample } from "./prometheusApi.ts";
import { filledQuery, type QueryPlaces } from "./query.ts";

interface Asked {
  query: InstantQuery;
  places: QueryPlaces;
  /** The stable one too, unless the canary is held against a constant. */
  tracks: readonly Track[];
}

/** What is known of one track, or why nothing is. */
type TrackAnswer<T> = { value: T } | { trouble: string };

/** Counts of requests and errors, from counters that Prometheus keeps: each series by itself, for they begin anew with their pods. */
export function prometheusCounts(asked: Asked, { requests, errors }: { requests: string; errors: string }): Source {
  const known = new Map<Track, { requests: Counters; errors: Counters }>();
  const look = async (track: Track, signal: AbortSignal): Promise<TrackAnswer<TrackCounts>> => {
    const [all, bad] = await Promise.all(
      [requests, errors].map((text) => asked.query(filledQuery(text, asked.places, track), signal)),
    );
    const before = known.get(track);
    const trouble = countersTrouble(track, all ?? [], bad ?? [], before !== undefined);
    if (trouble !== undefined) return { trouble };
    const [grownAll, grownBad] = [growth(before?.requests, all ?? []), growth(before?.errors, bad ?? [])];
    known.set(track, { requests: grownAll.counters, errors: grownBad.counters });
    return { value: { all: grownAll.grown, bad: grownBad.grown } };
  };
  const rate = [requests, errors].map(rateIn).find((name) => name !== undefined);
  if (rate !== undefined) {
    const trouble = `the query asks for ${rate}(…); give the counter itself, the difference is taken here`;
    return () => Promise.resolve({ trouble });
  }
  return (signal) => bothTracks(asked.tracks, (track) => look(track, signal), signal);
}

/** A figure of each track, as Prometheus works it out. */
export function prometheusValue(asked: Asked, text: string): Source {
  const look = async (track: Track, signal: AbortSignal): Promise<TrackAnswer<number>> => {
    const samples = await asked.query(filledQuery(text, asked.places, track), signal);
    const [first, ...more] = samples;
    if (first === undefined) {
      return { trouble: `no value of the ${track}: no series, or too few scrapes in ${asked.places.window} s` };
    }
    if (more.length > 0) {
      return { trouble: `${samples.length} values of the ${track}; one is wanted: sum(…), max(…)` };
    }
    if (Number.isFinite(first.value)) return { value: first.value };
    return { trouble: `the value of the ${track} is ${first.value}: no requests in ${asked.places.window} s?` };
  };
  return (signal) => bothTracks(asked.tracks, (track) => look(track, signal), signal);
}

function countersTrouble(
  track: Track,
  requests: readonly Sample[],
  errors: readonly Sample[],
  isKnown: boolean,
): string | undefined {
  if (requests.length === 0) {
    return isKnown
      ? `the ${track}'s requests are gone from Prometheus: no series any more`
      : `no requests of the ${track} in Prometheus: no series`;
  }
  const odd = [...requests, ...errors].find(({ value }) => !Number.isFinite(value));
  return odd === undefined ? undefined : `a counter of the ${track} is ${odd.value}`;
}

function rateIn(query: string): string | undefined {
  return /\b(i?rate|increase|i?delta)\s*\(/.exec(query)?.[1];
}

async function bothTracks<T extends TrackCounts | number>(
  tracks: readonly Track[],
  look: (track: Track) => Promise<TrackAnswer<T>>,
  signal: AbortSignal,
): Promise<Omit<Reading, "at">> {
  const answers = await Promise.all(
    tracks.map((track) =>
      look(track).catch((error: unknown): TrackAnswer<T> => {
        signal.throwIfAborted();
        return { trouble: errorText(error) };
      }),
    ),
  );
  const values = answers.flatMap((answer, index): [string, T][] =>
    "value" in answer ? [[tracks[index] ?? "", answer.value]] : [],
  );
  const troubles = [...new Set(answers.flatMap((answer) => ("trouble" in answer ? [answer.trouble] : [])))];
  return { ...Object.fromEntries<T>(values), ...(troubles.length === 0 ? {} : { trouble: troubles.join("; ") }) };
}
