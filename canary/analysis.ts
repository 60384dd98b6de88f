import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../cluster/cluster.ts";
import { canaryChecks, type CanaryCheck } from "../components/config/canaryChecks.ts";
import type { Service } from "../components/config/stackConfig.ts";
import type { CanaryLook, CheckVerdict, Judgement, Reading } from "./check.ts";
import { checkSource, type CheckSurroundings, type LookedCheck } from "./checkSource.ts";
import { Cleaner, podSpecs, type Clean } from "../rollout/evidence/clean.ts";
import { podsJudge } from "./judges/pods.ts";
import { runCheckJob } from "./sources/job.ts";
import { tokenVariable } from "./sources/prometheusApi.ts";
import { observeTracks, type Tracks } from "./sources/tracks.ts";
import { trackUrl } from "./sources/trackUrls.ts";

/** What is known of a canary in one step, while it is looked at. */
export interface Analysis {
  /** Of every check, `pods` first. */
  verdicts(): CheckVerdict[];
  /** Resolves at the next change of any verdict or reading. */
  changed(): Promise<void>;
  /** Nothing is told after it. */
  stop(): void;
}

export interface AnalysisOptions {
  cluster: Cluster;
  service: Service;
  /** Where Prometheus is: `releases:prometheus`. */
  prometheus: string | undefined;
  /** When the step began, in ms since 1970. */
  since: number;
  emit: (event: CanaryLook) => void;
}

/** The check of the pods' health, which every canary has. */
export const podsCheck = "pods";

/** False aborts of a good canary: one in so many steps at most, all checks together. */
const falseAborts = 100;

/** Begins to look at a canary; each step has its own analysis, and nothing of the former one counts. */
export function startAnalysis(options: AnalysisOptions): Analysis {
  return new RunningAnalysis(options);
}

class RunningAnalysis implements Analysis {
  readonly #options: AnalysisOptions;
  readonly #verdicts = new Map<string, CheckVerdict>();
  readonly #stopped = new AbortController();
  readonly #tracks: Tracks;
  readonly #cleaner: Cleaner;
  #telling = Promise.resolve();
  #change = Promise.withResolvers<undefined>();

  constructor(options: AnalysisOptions) {
    const { cluster, service, since } = options;
    this.#options = options;
    const checks = canaryChecks(service);
    for (const check of [podsCheck, ...checks.map(({ name }) => name)]) {
      this.#verdicts.set(check, { check, verdict: "unsure", message: `${check}: not looked at yet` });
    }
    const judge = podsJudge(since);
    const look = () => {
      this.#tell(
        podsCheck,
        { at: Date.now() },
        judge(this.#tracks.snapshot("canary"), this.#tracks.trouble(), Date.now()),
      );
    };
    this.#tracks = observeTracks(cluster, service, look);
    this.#cleaner = new Cleaner(cluster, service.namespace);
    void this.#every(1, async () => {
      look();
      await Promise.resolve();
    });
    const sampled = checks.filter(({ kind }) => kind !== "job").length;
    for (const check of checks) this.#begin(check, falseAborts * Math.max(1, sampled));
  }

  verdicts(): CheckVerdict[] {
    return [...this.#verdicts.values()];
  }

  changed(): Promise<void> {
    return this.#change.promise;
  }

  stop(): void {
    this.#stopped.abort();
    this.#tracks.stop();
    this.#change.resolve(undefined);
  }

  #begin(check: CanaryCheck, odds: number): void {
    const { cluster, service, prometheus, since } = this.#options;
    if (check.kind === "job") void this.#runJob(check);
    else void this.#look(check, { cluster, service, prometheus, since, odds, tracks: this.#tracks });
  }

  #look(check: LookedCheck, surroundings: CheckSurroundings): Promise<void> {
    const { source, judge } = checkSource(check, surroundings);
    return this.#every(check.interval, async () => {
      const reading: Reading = { at: Date.now(), ...(await source(this.#stopped.signal)) };
      this.#tell(check.name, reading, judge(reading));
    });
  }

  async #runJob({ name: check, command, image, deadline }: Extract<CanaryCheck, { kind: "job" }>): Promise<void> {
    const { cluster, service, since } = this.#options;
    const asking = async () => {
      await this.#tracks.seen(this.#stopped.signal);
      const [canary, stable] = await Promise.all(
        (["canary", "stable"] as const).map((track) => trackUrl(cluster, service, track, this.#tracks.snapshot(track))),
      );
      const urls = { ...(canary === undefined ? {} : { canary }), ...(stable === undefined ? {} : { stable }) };
      const of = { namespace: service.namespace, service: service.name, check, since, command, deadline, urls };
      return { ...of, ...(image === undefined ? {} : { image }) };
    };
    const tell = (judgement: Judgement) => {
      this.#tell(check, { at: Date.now() }, judgement);
    };
    await runCheckJob(cluster, asking, tell, this.#stopped.signal);
  }

  /** One look after the other, the next no sooner than the last has ended. */
  async #every(seconds: number, look: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopped;
    for (let next = Date.now(); !signal.aborted; next = Math.max(Date.now(), next + seconds * 1000)) {
      // Only the end of the analysis makes either of them reject.
      await sleep(Math.max(0, next - Date.now()), undefined, { signal })
        .then(look)
        .catch(() => undefined);
    }
  }

  /** In the order in which things were seen; what comes of a step that is over is thrown away. */
  #tell(check: string, reading: Reading, judgement: Judgement): void {
    this.#telling = this.#telling.then(async () => {
      const clean = await this.#clean();
      if (this.#stopped.signal.aborted) return;
      const { service, emit } = this.#options;
      const verdict = { ...judgement, check, message: clean(`${check}: ${judgement.message}`) };
      const isNews = check !== podsCheck || verdict.message !== this.#verdicts.get(check)?.message;
      this.#verdicts.set(check, verdict);
      if (!isNews) return;
      const told = reading.trouble === undefined ? reading : { ...reading, trouble: clean(reading.trouble) };
      const { name, namespace } = service;
      emit({ type: "canaryLook", at: reading.at, service: name, namespace, check, reading: told, verdict });
      this.#change.resolve(undefined);
      this.#change = Promise.withResolvers<undefined>();
    });
  }

  /** What pods say and Prometheus answers is others' words, and may hold their secrets. */
  #clean(): Promise<Clean> {
    const snapshot = this.#tracks.snapshot("canary");
    const token = process.env[tokenVariable] ?? "";
    return this.#cleaner.by(snapshot === undefined ? [] : podSpecs(snapshot), token === "" ? [] : [token]);
  }
}
