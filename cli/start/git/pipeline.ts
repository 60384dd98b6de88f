import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { gitlab } from "../../ci/gitlab.ts";
import { runJob } from "./job.ts";
import type { Machine } from "./machine.ts";
import { branch, type Repository } from "./repositories.ts";

export interface JobRun {
  job: string;
  seconds: number;
  code: number | null;
  said: string;
}

/** The jobs of a service's pipeline in their order, as `release ci gitlab` writes them. */
function jobsOf(parts: { service: string; image: string; releases: string }): [string, string][] {
  const file = parse(gitlab.service.text({ ...parts, stacks: ["staging"], branch })) as Record<
    string,
    { script?: string[] }
  >;
  return Object.entries(file).flatMap(([job, { script }]) => (script === undefined ? [] : [[job, script.join("\n")]]));
}

export interface PipelineCommit {
  id: string;
  author: string;
  subject: string;
}

let runs = 0;

/** Runs a service's pipeline for a commit, word for word, in a clone of its own. Ends with the first job that fails. */
export async function runPipeline(
  machine: Machine,
  { service, releases, registry }: { service: Repository; releases: Repository; registry: string },
  commit: PipelineCommit,
): Promise<JobRun[]> {
  const folder = join(machine.folder, "runs", String(++runs));
  await mkdir(folder, { recursive: true });
  await machine.git(folder, commit.author, "clone", "--quiet", `file://${service.bare}`, ".");
  await machine.git(folder, commit.author, "checkout", "--quiet", commit.id);
  const env = {
    ...machine.env,
    ...{ CI_COMMIT_SHA: commit.id, CI_COMMIT_TITLE: commit.subject, RELEASE_OPERATOR: commit.author },
    // Of a registry and of repositories on this machine that ask nobody.
    ...{ REGISTRY_USER: "pipeline", REGISTRY_PASSWORD: "none", RELEASES_TOKEN: "none" },
  };
  const image = `${registry}/shop/${service.name}`;
  const ended: JobRun[] = [];
  for (const [job, script] of jobsOf({ service: service.name, image, releases: `file://${releases.bare}` })) {
    const from = performance.now();
    const { code, said } = await runJob([script], folder, env);
    ended.push({ job, seconds: (performance.now() - from) / 1000, code, said });
    if (code !== 0) break;
  }
  return ended;
}
