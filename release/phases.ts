import { errorText } from "../errors/errorText.ts";
import type { Phase } from "../records/phase.ts";
import type { Emit } from "./events.ts";

export interface PhaseTime {
  phase: Phase;
  seconds: number;
}

/** Runs the phases of a release one after another, tells of each, and keeps how long each took. */
export interface Phases {
  readonly times: PhaseTime[];
  /** `failure` reads from the result of `work` why the phase failed all the same; undefined: it did not. */
  run<T>(phase: Phase, work: () => Promise<T>, failure?: (result: T) => string | undefined): Promise<T>;
  /** Ends the running phase and begins another within one piece of work (apply → roll out). */
  turn(phase: Phase): void;
}

export function startPhases(emit: Emit): Phases {
  const times: PhaseTime[] = [];
  let current: { phase: Phase; startedAt: number } | undefined;

  function begin(phase: Phase): void {
    current = { phase, startedAt: Date.now() };
    emit({ type: "phase", at: current.startedAt, phase, state: "started" });
  }

  function end(state: "done" | "failed", message?: string): void {
    if (current === undefined) return;
    const seconds = (Date.now() - current.startedAt) / 1000;
    times.push({ phase: current.phase, seconds });
    emit({
      type: "phase",
      at: Date.now(),
      phase: current.phase,
      state,
      seconds,
      ...(message === undefined ? {} : { message }),
    });
    current = undefined;
  }

  return {
    times,
    async run(phase, work, failure) {
      begin(phase);
      try {
        const result = await work();
        const why = failure?.(result);
        end(why === undefined ? "done" : "failed", why);
        return result;
      } catch (error) {
        end("failed", errorText(error));
        throw error;
      }
    },
    turn(phase) {
      if (current?.phase === phase) return;
      end("done");
      begin(phase);
    },
  };
}
