import { once } from "node:events";
import { exitCodes, Problem } from "../../../errors/problem.ts";
import type { Output } from "../../output.ts";
import type { Place } from "./place.ts";
import { releaseProcess } from "./releaseProcess.ts";

/** By hand: it makes the stack's namespace. @throws Problem FIRST_RELEASE_FAILED */
export async function firstRelease(place: Place, output: Output, signal: AbortSignal): Promise<void> {
  const { machine, releases } = place;
  await machine.git(releases.checkout, "Ada", "pull", "--quiet");
  const child = releaseProcess(place, ["up", "--yes", "-m", "first"], output);
  const stop = (): void => void child.kill("SIGINT");
  signal.addEventListener("abort", stop);
  const [code] = (await once(child, "close")) as [number | null];
  signal.removeEventListener("abort", stop);
  if (code === 0) return;
  throw new Problem({
    code: "FIRST_RELEASE_FAILED",
    what: `the first release, of what works, has ended with ${code ?? "a signal"}`,
    next: "its words stand above; npm start -- --git begins anew",
    exitCode: exitCodes.notRolledBack,
  });
}
