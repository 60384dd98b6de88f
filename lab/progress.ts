import type { LabEvent } from "./events.ts";

export interface ProgressOutput {
  write: (text: string) => void;
  /** One line that is rewritten while a step runs; otherwise a plain line now and then. */
  terminal: boolean;
  /** Of the terminal; 0 if it does not tell. */
  columns: number;
}

/** Steps shorter than this are not worth a line of their own, unless they did something. */
const worthShowing = 2;
const plainEvery = 15_000;

/** Shows the lab's events. Call `close` at the end, also after an error. */
export function showProgress(output: ProgressOutput): { show: (event: LabEvent) => void; close: () => void } {
  const running = new Map<string, { since: number; message: string; told: number }>();
  const redraw = (): void => {
    const now = performance.now();
    if (output.terminal) {
      const texts = [...running].map(([step, { since, message }]) => line("·", step, (now - since) / 1000, message));
      if (texts.length > 0) output.write(`\r\u001b[K${texts.join("   ").slice(0, (output.columns || 80) - 1)}`);
      return;
    }
    for (const [step, state] of running) {
      if (now - state.told < plainEvery) continue;
      state.told = now;
      output.write(`${line("·", step, (now - state.since) / 1000, state.message)}\n`);
    }
  };
  const timer = setInterval(redraw, output.terminal ? 250 : 1000);
  timer.unref();
  const clear = (): void => {
    if (output.terminal) output.write("\r\u001b[K");
  };
  return {
    show: (event) => {
      const known = running.get(event.step);
      if (event.state === "started") {
        const now = performance.now();
        running.set(event.step, { since: now, message: "", told: now });
      } else if (event.state === "running" && known !== undefined) {
        known.message = event.message ?? "";
      } else {
        running.delete(event.step);
        const text = closingLine(event);
        if (text !== undefined) {
          clear();
          output.write(`${text}\n`);
        }
      }
    },
    close: () => {
      clearInterval(timer);
      clear();
    },
  };
}

/** What stays on the screen of a finished step: nothing, if it was quick and had nothing to do. */
export function closingLine({ step, state, seconds, message }: LabEvent): string | undefined {
  if (state === "failed") return line("✗", step, seconds, "");
  if (state === "running") return line("·", step, 0, message ?? "");
  if (seconds < worthShowing && (state === "skipped" || message === undefined)) return undefined;
  return line("✓", step, seconds, message ?? "");
}

function line(mark: string, step: string, seconds: number, message: string): string {
  const time = seconds < worthShowing ? "" : `  ${duration(seconds)}`;
  return `${mark} ${step}${message === "" ? "" : `: ${message}`}${time}`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
