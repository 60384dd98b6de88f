import type { Problem } from "../../../errors/problem.ts";
import type { Emit, ResourceStep, StepOperation } from "../../events.ts";
import type { StepFailure } from "../engine.ts";
import { parseUrn, serviceOf } from "./urn.ts";

/** How long others have after the first failure to come to their end too: causes that are there already are told. */
const graceMs = 1000;

/** What is under way in one run, and whether it goes on: after a failure running steps end and no new ones begin. */
export class Run {
  readonly steps: ResourceStep[] = [];
  readonly failures: StepFailure[] = [];
  /** Ended with an error of the whole run, not of one resource. */
  problem: Problem | undefined;
  /** Whether anything outside the state was changed, or begun to be. */
  touched = false;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /**
   * Aborted where it is of no use to wait for what was applied to become live: the run was cancelled, or something else
   * has failed. A service that may take minutes yet must not hold up the way back of one that is down.
   */
  readonly patience: AbortSignal;
  /** Resolves when the run has been stopped and what was running has ended. */
  readonly stopped: Promise<void>;
  readonly #resolveStopped: () => void;
  readonly #hopeless = new AbortController();
  #running = 0;
  #failedFirst = false;

  constructor(emit: Emit, signal: AbortSignal) {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.emit = emit;
    this.signal = signal;
    this.patience = AbortSignal.any([signal, this.#hopeless.signal]);
    this.stopped = promise;
    this.#resolveStopped = () => {
      resolve(undefined);
    };
    signal.addEventListener("abort", () => {
      this.#settle();
    });
    this.#settle();
  }

  /** Whether no new step may begin. */
  get stopping(): boolean {
    return this.failures.length > 0 || this.problem !== undefined || this.signal.aborted;
  }

  /** Whether it ended for the signal, and not for a failure that was there before it: that one is to be taken back. */
  get cancelled(): boolean {
    return this.signal.aborted && !this.#failedFirst;
  }

  note(level: "info" | "warning" | "error", message: string): void {
    this.emit({ type: "note", at: Date.now(), level, message });
  }

  /** Counts `work` as running until it ends. */
  async running<T>(work: () => Promise<T>): Promise<T> {
    this.#running++;
    try {
      return await work();
    } finally {
      this.#running--;
      this.#settle();
    }
  }

  started(step: ResourceStep): void {
    this.emit({ type: "resource", at: Date.now(), step, state: "started" });
  }

  done(step: ResourceStep): void {
    this.steps.push(step);
    this.emit({ type: "resource", at: Date.now(), step, state: "done" });
  }

  /** It was applied, and nothing is known against it: it was only not waited for until it was live. */
  left(step: ResourceStep, message: string): void {
    this.steps.push(step);
    this.note("info", message);
  }

  failed(failure: StepFailure): void {
    this.#despair();
    this.failures.push(failure);
    this.emit({ type: "resource", at: Date.now(), step: failure.step, state: "failed", message: failure.message });
    this.#settle();
  }

  fail(problem: Problem): void {
    this.#despair();
    this.problem ??= problem;
    this.#settle();
  }

  #despair(): void {
    if (this.stopping) return;
    this.#failedFirst = true;
    setTimeout(() => {
      this.#hopeless.abort();
    }, graceMs).unref();
  }

  #settle(): void {
    if (this.stopping && this.#running === 0) this.#resolveStopped();
  }
}

/** @param resource the state's record of it, or its URN and its parent's */
export function stepOf(
  { urn, parent }: { urn: string; parent?: string | undefined },
  operation: StepOperation,
  changes: ResourceStep["changes"] = [],
): ResourceStep {
  const { type, name } = parseUrn(urn);
  const service = serviceOf(urn, parent);
  return { urn, type, name, ...(service === undefined ? {} : { service }), operation, changes };
}
