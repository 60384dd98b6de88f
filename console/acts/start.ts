import { spawn } from "node:child_process";
import { processState, type KnownProcess } from "../../host/thisProcess.ts";
import { hostname } from "node:os";
import { thisProcess } from "../../host/thisProcess.ts";
import { startTicks } from "../../host/processGone.ts";
import { commandLine, environmentOf, type Actor, type StackCommand } from "./command.ts";

/**
 * What it tells and how it ended go into files, so that nothing depends on whoever follows it. An interrupt is for the command
 * alone: the shell waits for its end, and writes that down.
 */
const script = `umask 077; trap : INT TERM HUP
folder=$1; shift
"$@" >"$folder/out" 2>"$folder/events" </dev/null
code=$?
echo $code >"$folder/exit.new" && mv "$folder/exit.new" "$folder/exit"
rm -f "$folder/kubeconfig"`;

/** Begins one run of the command, in a group of its own: it goes on though the console is killed. */
export function startCommand(
  command: StackCommand,
  args: readonly string[],
  actor: Actor,
  folder: string,
): Promise<KnownProcess> {
  const child = spawn("sh", ["-c", script, "sh", folder, ...commandLine(command, args, actor)], {
    cwd: command.folder,
    env: environmentOf(command, actor),
    stdio: "ignore",
    detached: true,
  });
  child.unref();
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => {
      const pid = child.pid ?? 0;
      const started = startTicks(pid);
      const { machine } = thisProcess();
      const known = { host: hostname(), pid, ...(machine === undefined ? {} : { machine }) };
      resolve({ ...known, ...(started === undefined ? {} : { started }) });
    });
  });
}

/** Asks it to end as Ctrl-C does: a release stops where it is. False where it is no process of this machine, or gone. */
export function interrupt(known: KnownProcess): boolean {
  if (processState(known) !== "runs") return false;
  try {
    process.kill(-known.pid, "SIGINT");
    return true;
  } catch {
    return false;
  }
}
