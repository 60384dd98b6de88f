import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { insideLab } from "../../../lab/exec.ts";

/** How a command ended. */
export interface Ran {
  code: number | null;
  /** Both streams. */
  text: string;
}

interface Started {
  ended: Promise<Ran>;
  stop: () => void;
}

/** Starts a command in the lab's network, where pods and node reach each other. */
export async function startInLab(
  command: readonly string[],
  { env = {}, cwd }: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<Started> {
  const inside = await insideLab(command);
  const child = spawn(inside.command, inside.args, {
    env: { ...inside.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(cwd === undefined ? {} : { cwd }),
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (more: string) => (text += more));
  }
  const ended = new Promise<Ran>((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => {
      done({ code, text });
    });
  });
  return { ended, stop: () => void child.kill("SIGKILL") };
}

/** Until something answers there, whatever it says. */
export async function answersInLab(url: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const { ended } = await startInLab([process.execPath, "-e", `await fetch(${JSON.stringify(url)})`], { env });
    if ((await ended).code === 0) return;
    await sleep(250);
  }
  throw new Error(`nothing answers at ${url}`);
}
