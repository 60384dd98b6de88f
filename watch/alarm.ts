import { setTimeout as sleep } from "node:timers/promises";

/** A pause that may be cut short. */
export interface Alarm {
  /** Ends the pause that runs, or the next one, if none does. */
  ring: () => void;
  /** Settles after this time, when it rings, or when the signal is aborted. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

export function newAlarm(): Alarm {
  let rung = new AbortController();
  return {
    ring() {
      rung.abort();
    },
    async wait(ms, signal) {
      await sleep(ms, undefined, { signal: AbortSignal.any([signal, rung.signal]) }).catch(() => undefined);
      rung = new AbortController();
    },
  };
}
