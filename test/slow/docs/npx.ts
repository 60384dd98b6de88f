import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestProject } from "../../cluster/release/project.ts";

export interface Ended {
  code: number | null;
  /** Both streams. */
  text: string;
}

export interface Typed {
  /** Settles with what was written until then when `pattern` stands in it. @throws where it ends without */
  saw(pattern: RegExp): Promise<string>;
  /** As a terminal does: to all that the line has started. */
  ctrlC(): Promise<Ended>;
  ended: Promise<Ended>;
}

/** Has `npx release` find the command in the project's own folder, as after `npm install`. */
export function installCommand({ directory, command }: TestProject): void {
  const modules = join(directory, "node_modules");
  const shared = realpathSync(modules);
  rmSync(modules);
  mkdirSync(join(modules, ".bin"), { recursive: true });
  for (const name of readdirSync(shared)) {
    if (!name.startsWith(".")) symlinkSync(join(shared, name), join(modules, name));
  }
  symlinkSync(command, join(modules, ".bin/release"));
}

/** Types a line at a shell in the project's folder, word for word. Nobody is there to be asked. */
export function typed(line: string, { directory, kubeconfig }: TestProject): Typed {
  const path = `${dirname(process.execPath)}:${process.env.PATH ?? ""}`;
  const own = { PATH: path, KUBECONFIG: kubeconfig, RELEASE_OPERATOR: "ada", npm_config_offline: "true" };
  const child = spawn("sh", ["-c", line], {
    ...{ cwd: directory, env: { ...process.env, ...own }, stdio: ["ignore", "pipe", "pipe"] },
    // A process group of its own, as a shell makes for each line.
    detached: true,
  });
  let text = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (more: string) => {
      text += more;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Ended>((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => {
      done({ code, text });
    });
  });
  const group = -(child.pid ?? NaN);
  return {
    ended,
    async saw(pattern) {
      const seen = new Promise<void>((found) => {
        const look = (): void => {
          if (pattern.test(text)) found();
        };
        listeners.add(look);
        look();
      });
      await Promise.race([seen, ended]);
      if (!pattern.test(text)) throw new Error(`${line}\nended without ${String(pattern)}:\n${text}`);
      return text;
    },
    ctrlC() {
      process.kill(group, "SIGINT");
      return ended;
    },
  };
}
