import { Problem, exitCodes } from "../../errors/problem.ts";
import { versionIn, type VersionChange } from "../../parameters/setVersions.ts";
import { git } from "../git/command.ts";

/** Commits that came while we were pushing. */
interface Since {
  from: string;
  to: string;
  askedAt: Date;
}

/**
 * Whoever asked last is to have it, not whoever pushed last: a service that somebody has set meanwhile, and asked for later
 * than we, stays as it is. By the author dates, which say when that was.
 * @throws Problem SET_OVERTAKEN
 */
export async function refuseOvertaken(
  directory: string,
  file: string,
  changes: readonly VersionChange[],
  { from, to, askedAt }: Since,
): Promise<void> {
  const format = "--format=%H%x00%at%x00%an";
  const log = await git(directory, ["log", "--reverse", format, `${from}..${to}`, "--", file]);
  const asked = Math.floor(askedAt.getTime() / 1000);
  const overtaken = new Map<string, string>();
  const last = new Map<string, string | undefined>();
  const versionsAt = async (commit: string): Promise<Map<string, string | undefined>> => {
    const text = await git(directory, ["show", `${commit}:${file}`]).catch(() => "");
    return new Map(changes.map(({ service }) => [service, versionIn(text, service)]));
  };
  for (const [service, version] of await versionsAt(from)) last.set(service, version);
  for (const line of log.split("\n").filter((entry) => entry !== "")) {
    const [id = "", at = "", author = ""] = line.split("\0");
    for (const [service, version] of await versionsAt(id)) {
      if (last.get(service) === version) continue;
      last.set(service, version);
      const by = `${service} was set to ${version ?? "nothing"} meanwhile by ${author} (commit ${id.slice(0, 12)}), who asked later`;
      if (Number(at) > asked) overtaken.set(service, by);
    }
  }
  if (overtaken.size === 0) return;
  throw new Problem({
    code: "SET_OVERTAKEN",
    what: "somebody has set the same service meanwhile; nothing was pushed",
    where: file,
    details: [...overtaken.values()],
    next: "where yours is to go before it: the same command once more",
    exitCode: exitCodes.locked,
  });
}
