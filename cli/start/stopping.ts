import { exitCodes, Problem } from "../../errors/problem.ts";
import type { Output } from "../output.ts";

/** Until services run, Ctrl-C need not wait for anything: every step of the lab can be taken up again. */
export async function untouchedUntil<T>(output: Output, work: () => Promise<T>): Promise<T> {
  const stop = (): void => {
    output.say("\nStopped. No service was touched; npm start goes on from here.");
    process.exit(exitCodes.interrupted);
  };
  process.on("SIGINT", stop);
  try {
    return await work();
  } finally {
    process.off("SIGINT", stop);
  }
}

export function stopped(next: string): Problem {
  return new Problem({
    code: "CANCELLED",
    what: "stopped; the services keep answering as they are",
    next,
    exitCode: exitCodes.interrupted,
  });
}
