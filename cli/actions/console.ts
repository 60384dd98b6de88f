import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { startConsole, type ConsoleStack, type RunningConsole } from "../../console/server/console.ts";
import { describedStack } from "../../parameters/stack.ts";
import { operator } from "../../release/operator.ts";
import { signInOf, type ConsoleSignIn } from "../console/signIn.ts";
import { followedRepository } from "../console/repository.ts";
import { pageFolder } from "../console/pageFolder.ts";
import { openLink } from "../console/openLink.ts";
import { decideCluster } from "../decideCluster.ts";
import { globalOptions, namedCluster, type GlobalOptions } from "../globalOptions.ts";
import { interruptible } from "../interrupt.ts";
import { processOutput, type Output } from "../output.ts";
import { portOf } from "../port.ts";
import { locateStacks } from "../project.ts";
import { openLook } from "../session.ts";
import { releaseCommand, stackOptions } from "../watched/releaseCommand.ts";

export interface ConsoleCommandOptions extends ConsoleSignIn {
  port?: string;
  open: boolean;
  stacks?: string[];
  data?: string;
  listen?: string;
  repository?: string;
  branch?: string;
  folder?: string;
  work?: string;
}

/** Serves until it is told to stop. What was begun goes on without it; in the cluster, where it could not, it is waited for. */
export async function runConsole(options: ConsoleCommandOptions, command: Command): Promise<void> {
  const given = globalOptions(command);
  const output = processOutput(given);
  const followed = await followedRepository(options, output);
  const global = followed === undefined ? given : { ...given, cwd: followed.project };
  const stacks = await Promise.all(
    stacksOf(options, global).map((stack) => consoleStack({ ...global, stack }, followed !== undefined)),
  );
  const { local, link, ...signIn } = signInOf(options, operator());
  const interrupt = interruptible(output, local ? "" : "Stopping once what was begun here has ended.");
  const folder = stacks[0]?.source.location.projectDir ?? "";
  const running = await startConsole({
    ...signIn,
    stacks,
    local,
    operator: operator(),
    hostname: options.listen ?? "127.0.0.1",
    port: options.port === undefined ? 0 : portOf(options.port, "--port"),
    page: await pageFolder(),
    data: options.data === undefined ? dataFolder(folder) : resolve(options.data),
    audit: (line) => {
      const at = new Date().toISOString();
      process.stderr.write(`${JSON.stringify({ type: "audit", at, ...line })}\n`);
    },
    log: (text) => {
      output.say(text);
    },
  });
  const stopFollowing = followed?.follow(() => running.busy());
  try {
    if (link === undefined) output.say(`serves ${options.url ?? ""} at port ${running.port}`);
    else await showLink(`http://127.0.0.1:${running.port}/#token=${link.token}`, options.open, output);
    if (!interrupt.signal.aborted) await once(interrupt.signal, "abort");
    if (!local) await untilIdle(running);
  } finally {
    stopFollowing?.();
    running.stop();
    interrupt.end();
  }
}

function stacksOf({ stacks }: ConsoleCommandOptions, global: GlobalOptions): string[] {
  if (stacks !== undefined) return stacks;
  return locateStacks(global).map(({ stack }) => stack);
}

async function consoleStack(global: GlobalOptions, pushes: boolean): Promise<ConsoleStack> {
  const session = openLook(global);
  const { location, cluster } = session;
  const { choice } = decideCluster(namedCluster(global), session.stack.cluster);
  const own = await releaseCommand(session, global, location.projectDir, () => undefined);
  return {
    source: { location, cluster, read: () => describedStack(location), engine: () => session.engine() },
    command: {
      stack: location.stack,
      file: own.command,
      options: (kubeconfig) =>
        kubeconfig === undefined
          ? own.options
          : [...stackOptions(location, global, location.projectDir), "--kubeconfig", kubeconfig],
      folder: location.projectDir,
      pushes,
      // The state is where it is for the console's own cluster, whoever acts.
      env: own.env,
    },
    choice,
  };
}

/** For scripts the link alone. */
async function showLink(link: string, open: boolean, output: Output): Promise<void> {
  output.result([`The console, for one browser within a minute: ${link}`], { link });
  if (open && process.stdout.isTTY) await openLink(link);
}

/** A folder of this user's, of this project's. */
function dataFolder(projectDir: string): string {
  const state = process.env.XDG_STATE_HOME ?? join(homedir(), ".local", "state");
  const project = createHash("sha256").update(projectDir).digest("hex").slice(0, 12);
  return join(state, "release-console", project);
}

async function untilIdle(running: RunningConsole): Promise<void> {
  while (running.busy()) await sleep(500);
}
