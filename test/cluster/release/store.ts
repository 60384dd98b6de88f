import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../../host/freePort.ts";
import { labPart } from "../../../lab/parts.ts";

/** An S3-compatible store on loopback, in memory, for the tests of one `describe`; the environment that leads to it. */
export function useStore(): () => NodeJS.ProcessEnv {
  let child: ChildProcess | undefined;
  let env: NodeJS.ProcessEnv | undefined;
  before(async function () {
    this.timeout(120_000);
    const port = await freePort();
    const command = await labPart("s3");
    child = spawn(command, ["-backend", "memory", "-initialbucket", "team", "-host", `127.0.0.1:${port}`], {
      stdio: "ignore",
    });
    env = {
      PULUMI_BACKEND_URL: `s3://team?endpoint=127.0.0.1:${port}&s3ForcePathStyle=true&disableSSL=true&region=us-east-1`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    await answers(`http://127.0.0.1:${port}/`);
  });
  after(() => {
    child?.kill("SIGKILL");
  });
  return () => {
    if (env === undefined) throw new Error("useStore() gives its environment to tests and hooks only");
    return env;
  };
}

async function answers(url: string): Promise<void> {
  for (const until = Date.now() + 10_000; Date.now() < until;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer !== undefined) return;
    await sleep(50);
  }
  throw new Error(`nothing answers at ${url}`);
}
