import { createServer } from "node:net";
import { exitCodes, Problem, UsageProblem } from "../../errors/problem.ts";

/** @param command what to run as root instead. @throws UsageProblem LAB_NEEDS_ROOT, LAB_NEEDS_LINUX */
export function requireRoot(command: string): void {
  if (process.platform !== "linux") {
    throw new UsageProblem({
      code: "LAB_NEEDS_LINUX",
      what: `the lab runs on Linux, this is ${process.platform}`,
      next: "use a cluster of yours (--context NAME), or Docker with kind",
    });
  }
  if (process.getuid?.() !== 0) {
    throw new UsageProblem({
      code: "LAB_NEEDS_ROOT",
      what: "the lab makes a network namespace, mounts and cgroups of its own: that takes root",
      next: `sudo env "PATH=$PATH" ${command}`,
    });
  }
}

/** @throws Problem LAB_PORT_TAKEN */
export async function requireFreePort(port: number): Promise<void> {
  const free = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(false);
    });
    server.listen(port, "127.0.0.1", () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
  if (free) return;
  throw new Problem({
    code: "LAB_PORT_TAKEN",
    what: `another program listens on 127.0.0.1:${port}, where the lab's API server should answer`,
    next: "end that program, or choose another port: RELEASE_LAB_PORT=16444 npm run lab -- up",
    exitCode: exitCodes.usage,
  });
}
