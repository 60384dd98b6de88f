import type { LabEmit, LabEvent } from "../../lab/events.ts";
import type { Output } from "../output.ts";
import { formatSeconds } from "./units.ts";

/** Only steps that take longer than this are worth a line while they run. Seconds. */
const worthALine = 2;
const heartbeatSeconds = 15;

/** The lab's steps as lines: one when a step is over, and a sign of life while a long one runs. */
export function labProgress(output: Output): { emit: LabEmit; end(): void } {
  const running = new Map<string, { since: number; told: number; message: string }>();
  const timer = setInterval(() => {
    for (const [step, state] of running) {
      const seconds = (Date.now() - state.since) / 1000;
      if (seconds < worthALine || seconds - state.told < (state.told === 0 ? worthALine : heartbeatSeconds)) continue;
      state.told = seconds;
      output.say(`lab        ${step} … ${formatSeconds(seconds)}${state.message === "" ? "" : `  ${state.message}`}`);
    }
  }, 500);
  timer.unref();
  return {
    emit(event) {
      track(event);
      const line = closingLine(event);
      if (line !== undefined) output.say(line);
    },
    end() {
      clearInterval(timer);
    },
  };

  function track({ step, state, message }: LabEvent): void {
    if (state === "started") running.set(step, { since: Date.now(), told: 0, message: message ?? "" });
    else if (state !== "running") running.delete(step);
    else if (message !== undefined) {
      const current = running.get(step);
      if (current !== undefined) current.message = message;
    }
  }
}

function closingLine({ step, state, seconds, message }: LabEvent): string | undefined {
  const words = message === undefined ? "" : `: ${message}`;
  if (state === "failed") return `lab        ${step} failed after ${formatSeconds(seconds)}${words}`;
  if (state === "running" && step === "wait") return `lab        ${message ?? step}`;
  return state === "done" && seconds >= 0.5 ? `lab        ${step}, ${formatSeconds(seconds)}${words}` : undefined;
}
