import type { ReleaseEvent } from "../release/events.ts";
import { timedCommand, type CommandOptions } from "./command.ts";

export interface ReleaseRun {
  /** The whole command, from its start to its exit, in s. */
  seconds: number;
  /** When it ended, in ms since 1970. */
  endedAt: number;
  events: ReleaseEvent[];
}

/**
 * Runs the `release` command as a person does, with --json.
 * @param command the command's file
 */
export async function runRelease(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<ReleaseRun> {
  const { seconds, stderr } = await timedCommand(process.execPath, [command, "--json", ...args], options);
  return { seconds, endedAt: Date.now(), events: parseEvents(stderr) };
}

/** The events among the lines of the command's stderr. */
export function parseEvents(text: string): ReleaseEvent[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as ReleaseEvent);
}

/** When each workload was first called failed, by name, in ms since 1970. */
export function verdicts(events: readonly ReleaseEvent[]): Map<string, number> {
  const failed = new Map<string, number>();
  for (const event of events) {
    if (event.type !== "rollout" || event.status.phase !== "failed") continue;
    if (!failed.has(event.workload.name)) failed.set(event.workload.name, event.at);
  }
  return failed;
}
