import { basename, relative } from "node:path";
import { readText } from "../../components/config/stackFile.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { writeFileAtomic } from "../../host/atomicFile.ts";
import { fileChanged } from "../../parameters/fileChanged.ts";
import { stackFile, type StackLocation } from "../../parameters/location.ts";
import { setVersions, type VersionChange } from "../../parameters/setVersions.ts";
import { serviceFiles } from "../../parameters/stack.ts";
import { checkCommittable, commitFiles } from "../git.ts";
import { git, GitFailure } from "../git/command.ts";
import type { SetContext, SetOutcome, SetRequest } from "./context.ts";
import { setMessage } from "./message.ts";
import { pushVersions } from "./pushVersions.ts";
import { refuseTakenBack } from "./refuseTakenBack.ts";

/**
 * Writes versions into the stack's file, and nothing else; nothing is released.
 * @throws Problem for wrong use, versions that were taken back, a push that cannot be made
 */
export async function set(request: SetRequest, context: SetContext): Promise<SetOutcome> {
  try {
    return await (request.push ? pushVersions(request, context) : writeVersions(request, context));
  } catch (error) {
    if (error instanceof GitFailure) throw gitRefused(error, request, context);
    throw error;
  }
}

/** A hook, nobody's name, no key to sign with. */
function gitRefused(cause: GitFailure, { push }: SetRequest, { location }: SetContext): UsageProblem {
  return new UsageProblem({
    code: "GIT_REFUSED",
    what: `git refuses: ${cause.message.split("\n")[0] ?? ""}`,
    where: location.projectDir,
    details: cause.said
      .split("\n")
      .slice(1)
      .filter((line) => line.trim() !== ""),
    next: push ? "mend that, then again; nothing was changed" : "the file is written; mend that, then: git commit",
    cause,
  });
}

async function writeVersions(request: SetRequest, context: SetContext): Promise<SetOutcome> {
  const { location } = context;
  if (request.commit) await checkCommittable(location.projectDir);
  const file = stackFile(location);
  const before = readText(file, location.stack);
  const { text, ...versions } = setVersions(request.targets, location, { text: before, files: serviceFiles(location) });
  const outcome = { ...versions, file };
  if (versions.changes.length === 0) return outcome;
  const asked = await refuseTakenBack(versions.changes, "HEAD", request, context);
  if (readText(file, location.stack) !== before) throw fileChanged(file);
  if (request.commit) await tellOthersChanges(location, file, context);
  await writeFileAtomic(file, text);
  return { ...outcome, asked, ...(request.commit ? await committed(versions.changes, request, context) : {}) };
}

async function committed(
  changes: readonly VersionChange[],
  request: SetRequest,
  { location, operator }: SetContext,
): Promise<Pick<SetOutcome, "commit">> {
  const { projectDir, stack } = location;
  const { description } = request;
  const message = setMessage(stack, changes, { operator, ...(description === undefined ? {} : { description }) });
  if (!(await commitFiles(projectDir, [stackFile(location)], message))) return {};
  return { commit: (await git(projectDir, ["rev-parse", "HEAD"])).trim() };
}

/** A commit is of whole files. */
async function tellOthersChanges({ projectDir }: StackLocation, file: string, { say }: SetContext): Promise<void> {
  const before = await git(projectDir, ["status", "--porcelain", "--", relative(projectDir, file)]);
  if (/^( M|M|MM)/.test(before)) say(`${basename(file)} has other uncommitted changes: they are in the commit too`);
}
