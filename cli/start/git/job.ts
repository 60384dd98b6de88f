import { spawn } from "node:child_process";

export interface JobEnd {
  code: number | null;
  /** All that it wrote. */
  said: string;
}

/** Runs a job's texts one after the other, as CI systems do: an end in failure ends the job. */
export async function runJob(scripts: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<JobEnd> {
  let said = "";
  for (const script of scripts) {
    const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], { cwd, env });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    }
    const code = await new Promise<number | null>((done) => void child.on("close", done));
    if (code !== 0) return { code, said };
  }
  return { code: 0, said };
}
