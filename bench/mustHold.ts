import type { Figure, Peer } from "./result.ts";
import { excess, ratio, summarize } from "./statistics.ts";

/** A promise of the project that a benchmark measures. */
export interface MustHold {
  says: string;
  benchmark: string;
  figure: string;
  /** At which number of services it is promised; default: at any. */
  services?: number;
  /** `ratio` to a peer, `excess` over it: of the medians. `worst`: the largest value of all rounds. */
  of: "ratio" | "excess" | "worst";
  /** Default: kubectl. */
  peer?: Peer;
  /** In the figure's unit, or times the peer. */
  limit: number;
}

/** Every "must hold" that is a time, a size or a count of failed requests. */
export const mustHold: readonly MustHold[] = [
  {
    says: "good release of 3 replicas, to kubectl set image + rollout status",
    benchmark: "good-release",
    figure: "release",
    services: 1,
    of: "ratio",
    limit: 1.25,
  },
  {
    says: "good release of 3 replicas, to pulumi up --skip-preview",
    benchmark: "good-release",
    figure: "release",
    services: 1,
    of: "ratio",
    peer: "pulumi",
    limit: 1.1,
  },
  {
    says: "no change with 6 services, over pulumi up --skip-preview",
    benchmark: "no-change",
    figure: "release",
    services: 6,
    of: "excess",
    peer: "pulumi",
    limit: 0.8,
  },
  {
    says: "no change with 50 services, over pulumi up --skip-preview",
    benchmark: "no-change",
    figure: "release",
    services: 50,
    of: "excess",
    peer: "pulumi",
    limit: 1.2,
  },
  {
    says: "look at what was changed by hand, 50 healthy services",
    benchmark: "drift",
    figure: "look",
    services: 50,
    of: "worst",
    limit: 0.3,
  },
  {
    says: "first deploy of 50 services",
    benchmark: "first-deploy",
    figure: "release",
    services: 50,
    of: "worst",
    limit: 45,
  },
  {
    says: "doomed → verdict, after the kubelet reported it",
    benchmark: "crashing-release",
    figure: "doomed → verdict",
    of: "worst",
    limit: 5,
  },
  {
    says: "crash → restored, after the first crash",
    benchmark: "crashing-release",
    figure: "crash → restored",
    services: 1,
    of: "worst",
    limit: 6,
  },
  ...(["replicas", "traefik"] as const).flatMap((splitBy): MustHold[] => [
    {
      says: `canary of 25 and 50 percent by ${splitBy}, to Argo Rollouts`,
      benchmark: "canary",
      figure: `walk, ${splitBy}`,
      of: "ratio",
      peer: "argo",
      limit: 1.3,
    },
    {
      says: `canary that crashes, by ${splitBy}: first crash → away`,
      benchmark: "canary",
      figure: `crash → away, ${splitBy}`,
      of: "worst",
      limit: 6,
    },
    {
      says: `failed requests of a canary by ${splitBy}`,
      benchmark: "canary",
      figure: `failed, ${splitBy}`,
      of: "worst",
      limit: 0,
    },
  ]),
];

export interface Judgement {
  says: string;
  measured: number;
  limit: number;
  /** `s`, `MB`, `x` (times the peer) or `requests`. */
  unit: string;
  ok: boolean;
}

/** The promises that these figures say something about, kept or not; failed requests over all of them last. */
export function judge(figures: readonly Figure[]): Judgement[] {
  return [...mustHold.flatMap((promise) => judgeOne(promise, figures)), ...judgeRequests(figures)];
}

const measures = { ratio, excess, worst: (values: readonly number[]) => summarize(values).max };

function judgeOne(promise: MustHold, figures: readonly Figure[]): Judgement[] {
  return figures
    .filter(
      ({ benchmark, figure, services }) =>
        benchmark === promise.benchmark &&
        figure === promise.figure &&
        (promise.services === undefined || promise.services === services),
    )
    .flatMap(({ values, beside, unit, services }) => {
      const its = beside[promise.peer ?? "kubectl"] ?? [];
      const measured = measures[promise.of](values, its);
      if (measured === undefined) return [];
      const { limit } = promise;
      const at = promise.services === undefined ? ` (${services} ${services === 1 ? "service" : "services"})` : "";
      return [
        {
          says: `${promise.says}${at}`,
          measured,
          limit,
          unit: promise.of === "ratio" ? "x" : unit,
          ok: measured <= limit,
        },
      ];
    });
}

function judgeRequests(figures: readonly Figure[]): Judgement[] {
  // One benchmark's figures share its requests.
  const counted = new Set(figures.flatMap(({ requests }) => requests ?? []));
  if (counted.size === 0) return [];
  const sum = (key: "sent" | "failed") => [...counted].reduce((total, requests) => total + requests[key], 0);
  const failed = sum("failed");
  const says = `failed of ${sum("sent").toLocaleString("en")} requests, new and kept-alive connections`;
  return [{ says, measured: failed, limit: 0, unit: "requests", ok: failed === 0 }];
}
