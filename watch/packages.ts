import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { exitCodes, Problem } from "../errors/problem.ts";
import { withoutPasswords } from "../release/git/command.ts";

const npm = promisify(execFile);
const installMs = 15 * 60_000;

/** What npm writes where the registry, or the way to it, is away: the commit has no part in it. */
const away =
  /npm (?:error|ERR!) (?:code|errno) (?:E(?:NOTFOUND|AI_AGAIN|CONN\w+|TIMEDOUT|HOSTUNREACH|NETUNREACH|PIPE|SOCKETTIMEOUT|NOSPC|5\d\d|429|401|403)|ERR_SOCKET\w*|FETCH_ERROR)/;

/**
 * `npm ci` of a project, where package-lock.json is not the one that was installed last: of the project's own folder, or
 * of the one above it that has one, as workspaces do.
 * @param top the checkout, above which nobody looks
 * @throws Problem PACKAGES_AWAY, worth another try; PACKAGES_REFUSED, of which only another commit is a way out
 */
export async function installPackages(top: string, path: string): Promise<void> {
  const folder = lockedFolder(top, path);
  if (folder === undefined) return;
  const wanted = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  const mark = join(folder, "node_modules", ".release-watch");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  try {
    await npm("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, maxBuffer: 1 << 26, timeout: installMs });
  } catch (cause) {
    throw failed(folder, cause);
  }
  await mkdir(dirname(mark), { recursive: true });
  await writeFile(mark, wanted);
}

/** The nearest folder with a package-lock.json, from the project's up to the checkout's. */
export function lockedFolder(top: string, path: string): string | undefined {
  for (let at = path; ; at = dirname(at)) {
    const folder = join(top, at);
    if (existsSync(join(folder, "package-lock.json"))) return folder;
    if (at === "." || at === "/" || at === "") return undefined;
  }
}

function failed(folder: string, cause: unknown): Problem {
  const said = withoutPasswords(saidBy(cause));
  const again = isAway(said, cause);
  return new Problem({
    code: again ? "PACKAGES_AWAY" : "PACKAGES_REFUSED",
    what: `npm ci failed: ${reasonIn(said)}`,
    where: folder,
    next: again ? "it is tried again" : "mend it in the branch: the next commit is tried",
    exitCode: again ? exitCodes.unreachable : exitCodes.usage,
    cause,
  });
}

/** Whether the same may do another time: no registry, no room, no npm, or no end in time. */
function isAway(said: string, cause: unknown): boolean {
  const { killed = false, code } = cause as { killed?: boolean; code?: unknown };
  return killed || typeof code !== "number" || away.test(said);
}

/** npm says first what it is, then where its log lies. */
function reasonIn(said: string): string {
  const lines = said.split("\n").map((line) => line.replace(/^npm (?:error|ERR!) ?/, "").trim());
  const code = lines.find((line) => line.startsWith("code "))?.slice("code ".length);
  const reason = lines.find((line) => line !== "" && !/^(?:code|errno|syscall|path) /.test(line)) ?? "";
  return code === undefined ? reason : `${code}: ${reason}`;
}

function saidBy(error: unknown): string {
  const { stderr = "" } = error as { stderr?: string };
  return stderr.trim() === "" ? String(error) : stderr;
}
