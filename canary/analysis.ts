import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../cluster/cluster.ts";
import { podsCheck } from "../components/config/analysisErrors.ts";
import { canaryChecks, type CanaryCheck } from "../components/config/canaryChecks.ts";
import type { Service } from "../components/config/stackConfig.ts";
import type { CanaryLook, CheckVerdict, Judgement, Reading } from "./check.ts";
import { checkSource, type CheckSurroundings, type LookedCheck } from "./checkSource.ts";
import { podsJudge } from "./judges/pods.ts";
import { runCheckJob } from "./sources/job.ts";
import type { JobAsked } from "./sources/jobManifest.ts";
import { observeTracks, type Tracks } from "./sources/tracks.ts";
import { trackUrls } from "./sources/trackUrls.ts";
import { Telling } from "./telling.ts";

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

/** False aborts of a good canary: one in so many steps at most, all checks together. */
const falseAborts = 100;

/** Begins to look at a canary; each step has its own analysis, and nothing of the former one counts. */
export function startAnalysis(options: AnalysisOptions): Analysis {
  return new RunningAnalysis(options);
}

class RunningAnalysis implements Analysis {
  readonly #options: AnalysisOptions;
  readonly #stopped = new AbortController();
  readonly #tracks: Tracks;
  readonly #telling: Telling;

  constructor(options: AnalysisOptions) {
    const { cluster, service, emit, since } = options;
    const checks = canaryChecks(service);
    const judge = podsJudge(since);
    const look = () => {
      const now = Date.now();
      const [canary, stable] = [this.#tracks.snapshot("canary"), this.#tracks.snapshot("stable")];
      const judgement = judge(canary, this.#tracks.trouble(), now, stable);
      this.#telling.tell(podsCheck, { at: now }, judgement);
    };
    this.#options = options;
    this.#tracks = observeTracks(cluster, service, look);
    this.#telling = new Telling({ cluster, service, emit, tracks: this.#tracks, signal: this.#stopped.signal }, [
      podsCheck,
      ...checks.map(({ name }) => name),
    ]);
    void this.#every(1, async () => {
      look();
      await Promise.resolve();
    });
    const sampled = checks.filter(({ kind }) => kind !== "job").length;
    for (const check of checks) this.#begin(check, falseAborts * Math.max(1, sampled));
  }

  verdicts(): CheckVerdict[] {
    return this.#telling.verdicts();
  }

  changed(): Promise<void> {
    return this.#telling.change();
  }

  stop(): void {
    this.#stopped.abort();
    this.#tracks.stop();
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
      this.#telling.tell(check.name, reading, judge(reading));
    });
  }

  async #runJob({ name: check, command, image, deadline }: Extract<CanaryCheck, { kind: "job" }>): Promise<void> {
    const { cluster, service, since } = this.#options;
    const { signal } = this.#stopped;
    const asking = async (): Promise<JobAsked> => {
      await this.#tracks.seen(signal);
      const urls = await trackUrls(cluster, service, this.#tracks);
      const of = { namespace: service.namespace, service: service.name, check, since, command, deadline, urls };
      return { ...of, ...(image === undefined ? {} : { image }) };
    };
    const tell = (judgement: Judgement) => {
      this.#telling.tell(check, { at: Date.now() }, judgement);
    };
    await runCheckJob(cluster, asking, tell, signal);
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
}
