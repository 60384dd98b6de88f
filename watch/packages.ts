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

/**
 * What only the commit can be the cause of: files that npm cannot read, or that do not fit each other. All else, a registry
 * that knows no such package among it, may be a token that ran out or a mirror that lags.
 */
const ownFaults = /^(?:EUSAGE|EJSONPARSE|ERESOLVE|EBADENGINE|EBADPLATFORM|EOVERRIDE|EINVALIDPACKAGENAME)$/;

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
  const { code, reason } = endOf(withoutPasswords(saidBy(cause)));
  const refused = code !== undefined && ownFaults.test(code);
  return new Problem({
    code: refused ? "PACKAGES_REFUSED" : "PACKAGES_AWAY",
    what: `npm ci failed: ${[code, reason].filter(Boolean).join(": ")}`,
    where: folder,
    next: refused ? "mend it in the branch: the next commit is tried" : "it is tried again",
    exitCode: refused ? exitCodes.usage : exitCodes.unreachable,
    cause,
  });
}

/** npm says first what it is, then where its log lies. Pure. */
export function endOf(said: string): { code?: string | undefined; reason?: string | undefined } {
  const lines = said.split("\n").map((line) => line.replace(/^npm (?:error|ERR!) ?/, "").trim());
  const code = lines.find((line) => line.startsWith("code "))?.slice("code ".length);
  const reason = lines.find(
    (line) => line !== "" && !/^(?:code|errno|syscall|path|A complete log) /.test(line) && line !== code,
  );
  return { code, reason };
}

function saidBy(error: unknown): string {
  const { stderr = "" } = error as { stderr?: string };
  return stderr.trim() === "" ? String(error) : stderr;
}
