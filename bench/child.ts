import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** A process of the benchmark's, which does not outlive it. @returns ends it, and waits for that */
export function endsWithUs(child: ChildProcess): () => Promise<void> {
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  return async () => {
    process.off("exit", kill);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
}
