import { hostname } from "node:os";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../errors/problem.ts";
import { isGone } from "../host/processGone.ts";
import { stackVariable } from "./cli.ts";
import type { Emit } from "./events.ts";

/** A killed release's CLI was told to stop: it finishes its running steps. */
const patienceMs = 20_000;
const lookEveryMs = 300;

interface Lockable {
  mark: string;
  cancel(): Promise<void>;
  /** Whether a process of another machine is known to be gone. */
  goneElsewhere(host: string, since: Date): Promise<boolean>;
}

/**
 * Runs `work`; where the state's lock stands in its way, of a process that is gone, that is taken away, and of a killed
 * release's CLI that still finishes its steps, that is waited for. Anybody else's lock is a Problem.
 */
export async function patiently<T>(stack: Lockable, emit: Emit, work: () => Promise<T>): Promise<T> {
  for (const from = Date.now(); ;) {
    try {
      return await work();
    } catch (error) {
      const holder = holderIn(error);
      if (holder === undefined) throw error;
      const here = holder.host === hostname();
      const gone = here ? isGone(holder.pid, holder.since) : await stack.goneElsewhere(holder.host, holder.since);
      if (gone) {
        await stack.cancel();
        const message = `took over the state's lock of ${holder.text}: that process is gone`;
        emit({ type: "note", at: Date.now(), level: "warning", message });
      } else if (!here || !isOurs(holder.pid, stack.mark) || Date.now() - from > patienceMs) throw error;
      else await sleep(lookEveryMs);
    }
  }
}

interface NamedHolder {
  host: string;
  pid: number;
  since: Date;
  text: string;
}

/** The one holder that the CLI names. */
function holderIn(error: unknown): NamedHolder | undefined {
  if (!(error instanceof Problem) || error.code !== "STACK_LOCKED") return undefined;
  const holders = [...error.message.matchAll(/created by (\S+)@(\S+) \(pid (\d+)\) at ([^\s,]+)/g)];
  const [, user = "", host = "", pid, at = ""] = holders[0] ?? [];
  if (holders.length !== 1) return undefined;
  return { host, pid: Number(pid), since: new Date(at), text: `${user}@${host}, process ${pid ?? ""}, since ${at}` };
}

/** Whether a release command has started it for this very stack; we hold the release's lock, so that command is gone. */
function isOurs(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(`${stackVariable}=${mark}`);
  } catch {
    return false;
  }
}
