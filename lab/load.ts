import { spawn } from "node:child_process";
import { exitCodes, Problem } from "../errors/problem.ts";
import { insideLab } from "./exec.ts";
import { buildLoad } from "./images/build.ts";
import { labPaths, type LabPaths } from "./paths.ts";

export interface LoadOptions {
  /** `http://198.18.128.7/`: an address inside the lab. */
  url: string;
  /** Longest time, in s; `stop` ends it earlier. */
  seconds: number;
  /** At once; default 10. */
  connections?: number;
  /** Requests per second over all connections; default 200, 0 is as many as go. */
  rate?: number;
  /** Many requests a connection; default false: a new connection for each. */
  keepAlive?: boolean;
  paths?: LabPaths;
}

/** Every request that was sent; one that was answered 4xx or 5xx is sent and failed. */
export interface LoadResult {
  sent: number;
  ok: number;
  failed: number;
  errors: { connect: number; read: number; write: number; status: number; timeout: number };
  p50Ms: number;
  p90Ms: number;
  p99Ms: number;
  maxMs: number;
  seconds: number;
  connections: number;
  keepAlive: boolean;
}

export interface Load {
  /** Settles when the load has ended. */
  result: Promise<LoadResult>;
  /** Ends it early; what was sent so far is the result. */
  stop: () => void;
}

/** The arguments of the `load` command, in the image `localhost/load:v1` or on the host. */
export function loadArguments(options: LoadOptions): string[] {
  return [
    ...["-url", options.url, "-duration", `${options.seconds}s`, "-connections", String(options.connections ?? 10)],
    ...["-rate", String(options.rate ?? 200), ...(options.keepAlive === true ? ["-keep-alive"] : [])],
  ];
}

/** Starts Debian's wrk inside the lab's network. @throws UnreachableProblem LAB_DOWN */
export async function startLoad(options: LoadOptions): Promise<Load> {
  const paths = options.paths ?? labPaths();
  const { binary, script } = await buildLoad(paths.cache);
  const inside = await insideLab([binary, "-script", script, ...loadArguments(options)], paths);
  const child = spawn(inside.command, inside.args, {
    env: inside.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const result = new Promise<LoadResult>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(stdout) as LoadResult);
      else reject(loadFailed(options.url, stderr));
    });
  });
  return { result, stop: () => void child.kill("SIGINT") };
}

function loadFailed(url: string, stderr: string): Problem {
  return new Problem({
    code: "LAB_LOAD_FAILED",
    what: "the load generator ended without a result",
    where: url,
    details: stderr.trimEnd().split("\n").slice(-5),
    exitCode: exitCodes.unreachable,
  });
}
