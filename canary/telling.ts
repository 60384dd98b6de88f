import type { Cluster } from "../cluster/cluster.ts";
import { Cleaner, podSpecs, type Clean } from "../rollout/evidence/clean.ts";
import type { CanaryLook, CheckVerdict, Judgement, Reading } from "./check.ts";
import { tokenVariable } from "./sources/prometheusApi.ts";
import type { Tracks } from "./sources/tracks.ts";

interface TellingOptions {
  cluster: Cluster;
  service: { name: string; namespace: string };
  tracks: Tracks;
  emit: (event: CanaryLook) => void;
  /** From its end on nothing is told: what comes of a step that is over is thrown away. */
  signal: AbortSignal;
}

/** How long what is secret is known for: a cluster that is away must not hold up every look. */
const cleanMs = 5_000;

/** Keeps what each check says, and tells it, in the order in which things were seen and without the pods' secrets. */
export class Telling {
  readonly #options: TellingOptions;
  readonly #verdicts: Map<string, CheckVerdict>;
  readonly #cleaner: Cleaner;
  #cleaning: { at: number; clean: Promise<Clean> } | undefined;
  #telling = Promise.resolve();
  #change = Promise.withResolvers<undefined>();

  constructor(options: TellingOptions, checks: readonly string[]) {
    this.#options = options;
    this.#verdicts = new Map(
      checks.map((check) => [check, { check, verdict: "unsure", message: `${check}: not looked at yet` }]),
    );
    this.#cleaner = new Cleaner(options.cluster, options.service.namespace);
    options.signal.addEventListener("abort", () => {
      this.#changed();
    });
  }

  verdicts(): CheckVerdict[] {
    return [...this.#verdicts.values()];
  }

  change(): Promise<void> {
    return this.#change.promise;
  }

  /** A reading without anything in it is told where it says something new. */
  tell(check: string, reading: Reading, judgement: Judgement): void {
    this.#telling = this.#telling.then(async () => {
      const { service, emit, signal } = this.#options;
      const clean = await this.#clean();
      if (signal.aborted) return;
      const verdict = { ...judgement, check, message: clean(`${check}: ${judgement.message}`) };
      const isOld = Object.keys(reading).length === 1 && verdict.message === this.#verdicts.get(check)?.message;
      if (isOld) return;
      this.#verdicts.set(check, verdict);
      const told = reading.trouble === undefined ? reading : { ...reading, trouble: clean(reading.trouble) };
      const { name, namespace } = service;
      emit({ type: "canaryLook", at: reading.at, service: name, namespace, check, reading: told, verdict });
      this.#changed();
    });
  }

  #changed(): void {
    this.#change.resolve(undefined);
    this.#change = Promise.withResolvers<undefined>();
  }

  /** What pods say and Prometheus answers is others' words, and may hold their secrets. */
  #clean(): Promise<Clean> {
    const known = this.#cleaning;
    if (known !== undefined && Date.now() - known.at < cleanMs) return known.clean;
    const snapshot = this.#options.tracks.snapshot("canary");
    const token = process.env[tokenVariable] ?? "";
    const clean = this.#cleaner.by(snapshot === undefined ? [] : podSpecs(snapshot), token === "" ? [] : [token]);
    // Before the pods are seen nothing of them is told.
    if (snapshot !== undefined) this.#cleaning = { at: Date.now(), clean };
    return clean;
  }
}
