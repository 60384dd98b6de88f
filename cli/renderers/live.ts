import { stripVTControlCharacters } from "node:util";
import type { ReleaseEvent } from "../../release/events.ts";
import { stepLines } from "./canary.ts";
import { CanaryBoard } from "./canaryBoard.ts";
import { jobLine } from "./jobs.ts";
import { planLines } from "./plan.ts";
import type { Renderer } from "./renderer.ts";
import type { Style } from "./style.ts";
import { formatSeconds } from "./units.ts";
import { clusterEventLine, logLine, noteLine, phaseLine, podsText, resourceLine, rolloutLine } from "./words.ts";

type JobEvent = Extract<ReleaseEvent, { type: "job" }>;
type RolloutEvent = Extract<ReleaseEvent, { type: "rollout" }>;

export interface Terminal {
  write(text: string): void;
  columns(): number;
  rows(): number;
}

const redrawMs = 100;
const clearBelow = "\u001b[0J";
const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";

/**
 * For a person at a terminal: what is over scrolls away as lines; what runs now (the phase, each service, its pods)
 * stands below them and is redrawn in place.
 */
export function liveRenderer(terminal: Terminal, style: Style): Renderer {
  const rollouts = new Map<string, RolloutEvent>();
  const jobs = new Map<string, JobEvent>();
  const canary = new CanaryBoard(style);
  let phase: { name: string; startedAt: number } | undefined;
  let drawnLines = 0;
  let paused = false;
  terminal.write(hideCursor);
  const timer = setInterval(() => {
    draw();
  }, redrawMs);
  timer.unref();

  function print(text: string): void {
    erase();
    terminal.write(`${text.trimEnd()}\n`);
    draw();
  }

  function erase(): void {
    if (drawnLines > 0) terminal.write(`\u001b[${drawnLines}A\r${clearBelow}`);
    drawnLines = 0;
  }

  function draw(): void {
    if (paused) return;
    const lines = [
      ...frame(phase, [...rollouts.values()], style, Date.now()),
      ...[...jobs.values()].map((job) => `    ${jobLine(job, style)}`),
      ...canary.lines(Date.now()),
    ]
      .slice(0, Math.max(1, terminal.rows() - 2))
      .map((line) => fit(line, terminal.columns() - 1));
    erase();
    if (lines.length > 0) terminal.write(`${lines.join("\n")}\n`);
    drawnLines = lines.length;
  }

  function onPhase(event: Extract<ReleaseEvent, { type: "phase" }>): void {
    if (event.state === "started") {
      phase = { name: event.phase, startedAt: event.at };
      draw();
      return;
    }
    phase = undefined;
    const over = [...rollouts.values()].map((rollout) => `    ${rolloutLine(rollout, style)}`);
    if (event.phase === "roll out" || event.phase === "restore") rollouts.clear();
    const lines = event.phase === "roll out" || event.phase === "restore" ? over : [];
    print([phaseLine(event, style), ...lines].join("\n"));
  }

  return {
    pause() {
      paused = true;
      erase();
      terminal.write(showCursor);
    },
    event(event) {
      paused = false;
      switch (event.type) {
        case "phase":
          onPhase(event);
          return;
        case "rollout":
          rollouts.set(`${event.workload.namespace}/${event.workload.name}`, event);
          return;
        case "job":
          if (event.status.phase === "waiting" || event.status.phase === "running") {
            jobs.set(event.workload.name, event);
          } else {
            jobs.delete(event.workload.name);
            print(`    ${jobLine(event, style)}`);
          }
          return;
        case "plan":
          print(
            planLines(event.plan, style)
              .map((line) => `    ${line}`)
              .join("\n"),
          );
          return;
        case "resource": {
          const line = resourceLine(event, style);
          if (line !== undefined) print(`    ${line}`);
          return;
        }
        case "podLog":
          print(`    ${logLine(event, style)}`);
          return;
        case "clusterEvent":
          print(`    ${clusterEventLine(event, style)}`);
          return;
        case "note":
          print(`    ${noteLine(event, style)}`);
          return;
        case "canaryStep":
          canary.step(event);
          print(
            stepLines(event, style)
              .map((line) => `    ${line}`)
              .join("\n"),
          );
          return;
        case "canaryLook":
          canary.look(event);
      }
    },
    end() {
      clearInterval(timer);
      erase();
      terminal.write(showCursor);
    },
  };
}

/** The lines that stand at the bottom now. Pure. */
export function frame(
  phase: { name: string; startedAt: number } | undefined,
  rollouts: readonly RolloutEvent[],
  style: Style,
  now: number,
): string[] {
  if (phase === undefined) return [];
  const spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"[Math.floor(now / 100) % 10] ?? "";
  const head = `${style.accent(spinner)} ${phase.name.padEnd(9)} ${style.dim(formatSeconds((now - phase.startedAt) / 1000))}`;
  return [head, ...rollouts.flatMap((rollout) => workloadLines(rollout, style))];
}

function workloadLines(rollout: RolloutEvent, style: Style): string[] {
  const fresh = podsText(rollout.pods, "new", style);
  const old = podsText(rollout.pods, "old", style);
  return [
    `    ${rolloutLine(rollout, style)}`,
    ...(rollout.status.phase === "complete" || fresh === "" ? [] : [`      ${style.dim("new")}  ${fresh}`]),
    ...(rollout.status.phase === "complete" || old === "" ? [] : [`      ${style.dim("old")}  ${old}`]),
  ];
}

/** A line cut to the terminal's width: a wrapped line would spoil the redrawing. Colours are dropped where it is cut. */
function fit(line: string, columns: number): string {
  const visible = stripVTControlCharacters(line);
  return visible.length <= columns ? line : `${visible.slice(0, Math.max(0, columns - 1))}…`;
}
