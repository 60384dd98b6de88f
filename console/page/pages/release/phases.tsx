import { spanText } from "../../../shared/times.ts";
import { ShapeMark, type Shape } from "../../parts/shapes.tsx";
import type { ShownPhase } from "./shown.ts";

const shapes: Record<ShownPhase["state"], Shape> = { done: "done", running: "busy", failed: "failed", waiting: "none" };
const tones: Record<ShownPhase["state"], string> = { done: "good", running: "busy", failed: "bad", waiting: "quiet" };
const words: Record<ShownPhase["state"], string> = {
  done: "done",
  running: "going on",
  failed: "failed",
  waiting: "to come",
};

interface PhasesProps {
  phases: readonly ShownPhase[];
  /** What stands above them already, and need not be said twice. */
  known?: string | undefined;
}

/** The phases of a release as stations on a line. */
export function Phases({ phases, known }: PhasesProps) {
  return (
    <ol class="phases" aria-label="Phases">
      {phases.map(({ phase, state, seconds, message }) => (
        <li key={phase} class={state} aria-current={state === "running" ? "step" : undefined}>
          <span class={`sign ${tones[state]}`}>
            <ShapeMark shape={shapes[state]} />
          </span>
          <span class="phaseName">{phase}</span>
          <span class="phaseTime">
            <span class="hidden">{words[state]} </span>
            {seconds === undefined ? (state === "running" ? "now" : "") : spanText(seconds)}
          </span>
          {message === undefined || message === known ? null : (
            <span class="phaseNote clamp" title={message}>
              {message}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
