import { relative } from "node:path";
import { UsageProblem } from "../../errors/problem.ts";
import { stackFile } from "../../parameters/location.ts";
import type { VersionChange } from "../../parameters/setVersions.ts";
import type { Asked, SetContext, SetRequest } from "./context.ts";
import { takenBackOnRecord, type TakenBack } from "./takenBack.ts";
import { askGit } from "./takenBackInGit.ts";

/**
 * Never back to what a rollback got away from: git's trailers know what was committed, the cluster's records what was done.
 * @param tip the commit whose history is asked
 * @throws UsageProblem ROLLED_BACK_FROM
 */
export async function refuseTakenBack(
  changes: readonly VersionChange[],
  tip: string,
  { evenIfRolledBack }: Pick<SetRequest, "evenIfRolledBack">,
  { location, records }: Pick<SetContext, "location" | "records">,
): Promise<Asked> {
  const file = `./${relative(location.projectDir, stackFile(location))}`;
  const [inGit, onRecord] = await Promise.all([
    askGit(location.projectDir, tip, file, changes).catch(() => "no history of it in git"),
    records(),
  ]);
  const found = [
    ...(typeof inGit === "string" ? [] : inGit.found),
    ...(typeof onRecord === "string"
      ? []
      : changes.flatMap(({ service, after }) => takenBackOnRecord(onRecord, service, after) ?? [])),
  ];
  const asked: Asked = {
    git: typeof inGit === "string" ? inGit : { commits: inGit.commits, shallow: inGit.shallow },
    records: typeof onRecord === "string" ? onRecord : onRecord.length,
  };
  if (found.length > 0 && !evenIfRolledBack) throw rolledBackFrom(found, asked);
  return asked;
}

function rolledBackFrom(found: readonly TakenBack[], asked: Asked): UsageProblem {
  return new UsageProblem({
    code: "ROLLED_BACK_FROM",
    what: "what was taken back is not set again; nothing was written",
    details: [
      ...found.map(({ service, version, why }) => `${service} ${version}: ${why}`),
      `asked: ${askedText(asked)}`,
    ],
    next: "set another version, or, where it will go well this time: --even-if-rolled-back -m REASON",
  });
}

/** `git (12 commits of the stack's file), the cluster (34 releases on record)` */
export function askedText({ git, records }: Asked): string {
  const history =
    typeof git === "string"
      ? `not git (${git})`
      : `git (${git.commits} ${git.commits === 1 ? "commit" : "commits"} of the stack's file${git.shallow ? "; the clone is shallow, and has no more" : ""})`;
  const cluster =
    typeof records === "string"
      ? `not the cluster (${records})`
      : `the cluster (${records} ${records === 1 ? "release" : "releases"} on record)`;
  return `${history}, ${cluster}`;
}
