import { exitCodes, type ExitCode } from "../errors/problem.ts";
import { readText } from "../components/config/stackFile.ts";
import type { FoundDrift } from "../drift/drift.ts";
import { stackFile } from "../parameters/location.ts";
import type { ReleaseRecord } from "../records/record.ts";
import { detectDrift, lookEarly, type Detection } from "../release/drift/detect.ts";
import type { Session } from "./session.ts";

/** What of the stack is not as it was last applied. */
export async function sessionDrift(
  session: Session,
  records: Promise<readonly ReleaseRecord[]>,
): Promise<FoundDrift[]> {
  return (await sessionDetection(session, records)).drift;
}

/** The same, with what was applied. */
export async function sessionDetection(
  session: Session,
  records: Promise<readonly ReleaseRecord[]>,
): Promise<Detection> {
  const { cluster, location, stack } = session;
  const early = lookEarly(cluster, stack);
  const text = readText(stackFile(location), location.stack);
  const sources = { cluster, location, stack, text, engine: () => session.engine(), records: await records, early };
  return detectDrift(sources);
}

/** For cron and CI. */
export function driftExitCode(drift: readonly Pick<FoundDrift, "state">[]): ExitCode {
  if (drift.some(({ state }) => state === "lost")) return exitCodes.lost;
  return drift.length > 0 ? exitCodes.drifted : exitCodes.done;
}
