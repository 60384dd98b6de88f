import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

export { runJob } from "../../../cli/start/git/job.ts";

const root = resolve(import.meta.dirname, "../../..");

/** What a job of a pipeline runs, in its order: each text by a shell of its own. */
export type Scripts = Record<string, string[]>;

interface GithubFile {
  jobs: Record<string, { steps: { run?: string; uses?: string }[] }>;
}
type GitlabFile = Record<string, { script?: string[] }>;
interface CircleFile {
  jobs: Record<string, { steps: (string | { run?: { command: string } })[] }>;
}

/** The lines of each job, as the system would run them. */
export function scriptsOf(system: string, text: string): Scripts {
  const file: unknown = parse(text);
  const each = <T>(jobs: Record<string, T>, lines: (job: T) => string[]): Scripts =>
    Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, lines(job)]));
  if (system === "github") return each((file as GithubFile).jobs, ({ steps }) => steps.flatMap(({ run }) => run ?? []));
  if (system === "circleci") {
    return each((file as CircleFile).jobs, ({ steps }) =>
      steps.flatMap((step) => (typeof step === "string" ? [] : (step.run?.command ?? []))),
    );
  }
  const jobs = Object.entries(file as GitlabFile).filter(([, job]) => Array.isArray(job.script));
  // GitLab runs the whole script in one shell.
  return each(Object.fromEntries(jobs), ({ script = [] }) => [script.join("\n")]);
}

/** A machine with this checkout's `release`; npm and docker are there in name, and note what they are asked. */
export function machine(home: string): { PATH: string; HOME: string; ASKED: string } {
  const bin = join(home, "bin");
  mkdirSync(bin, { recursive: true });
  const command = (name: string, text: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  };
  const asked = join(home, "asked");
  command("npx", `shift; exec "${process.execPath}" "${join(root, "cli/release.mjs")}" "$@"`);
  // One that ends before it has read the password would end who hands it over: SIGPIPE.
  const read = 'case "$*" in *--password-stdin*) cat > /dev/null ;; esac';
  for (const name of ["npm", "docker", "gh"]) command(name, `${read}\necho ${name} "$@" >> "${asked}"`);
  writeFileSync(asked, "");
  return { PATH: `${bin}:${process.env.PATH ?? ""}`, HOME: home, ASKED: asked };
}
