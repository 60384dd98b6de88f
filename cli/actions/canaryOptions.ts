import { UsageProblem } from "../../errors/problem.ts";
import type { ReleaseOptions } from "./runRelease.ts";

type UpOptions = Pick<ReleaseOptions, "skipJobs" | "forceRestore"> & { remove?: string[]; withData?: boolean };

const removing = "what leaves is a release of its own: release up --remove SERVICE [--with-data]";

/**
 * Options of `release up` that a walk of many releases cannot keep to are refused: passed over, they would have said
 * yes to what is not done. Pure.
 * @throws UsageProblem CANARY_OPTION
 */
export function refuseBesideCanary({ skipJobs, forceRestore, remove = [], withData }: UpOptions): void {
  const asked: [string, boolean, string][] = [
    [
      "--skip-jobs",
      skipJobs === true,
      "without its jobs it goes to everybody at once: release set SERVICE=VERSION, then release up SERVICE --skip-jobs -m REASON",
    ],
    ["--remove", remove.length > 0, removing],
    ["--with-data", withData === true, removing],
    [
      "--force-restore",
      forceRestore === true,
      "leave --force-restore out; where a job then stands in the way back: release rollback SERVICE --force-restore -m REASON",
    ],
  ];
  const given = asked.filter(([, is]) => is);
  if (given.length === 0) return;
  throw new UsageProblem({
    code: "CANARY_OPTION",
    what: `${given.map(([option]) => option).join(", ")} ${given.length === 1 ? "does" : "do"} not go with a canary`,
    next: [...new Set(given.map(([, , next]) => next))].join("; "),
  });
}
