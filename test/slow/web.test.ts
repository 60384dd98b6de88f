import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { after, afterEach, before, describe, it } from "mocha";
import { goBuild } from "../../lab/build.ts";
import { freePort } from "../../host/freePort.ts";

describe("the sample server", function () {
  this.timeout(60_000);
  let directory: string;
  let server: ChildProcess | undefined;
  let port: number;

  before(async () => {
    directory = await mkdtemp("/tmp/web-");
    await goBuild(join(import.meta.dirname, "../../lab/images/web"), join(directory, "web"));
  });
  after(() => rm(directory, { recursive: true }));
  afterEach(() => server?.kill("SIGKILL"));

  async function start(env: Record<string, string>): Promise<{ output: () => string; ended: Promise<unknown[]> }> {
    port = await freePort();
    const started = spawn(join(directory, "web"), { env: { WEB_PORT: String(port), ...env }, stdio: "pipe" });
    server = started;
    let text = "";
    const collect = (part: Buffer): void => void (text += part.toString());
    started.stdout.on("data", collect);
    started.stderr.on("data", collect);
    const ended = once(started, "close");
    while (!text.includes("listening") && started.exitCode === null) await setTimeout(10);
    return { output: () => text, ended };
  }

  async function ask(path: string, agent: Agent | false = false): Promise<{ response: IncomingMessage; body: string }> {
    const [response] = (await once(get({ port, path, agent }), "response")) as [IncomingMessage];
    let body = "";
    for await (const part of response) body += String(part);
    return { response, body };
  }

  it("tells its service, version and pod", async () => {
    await start({ WEB_SERVICE: "docs", WEB_VERSION: "v7" });
    const { service, version, pod } = JSON.parse((await ask("/")).body) as Record<string, string>;
    assert.deepEqual({ service, version }, { service: "docs", version: "v7" });
    assert.ok(pod);
  });

  it("shows the configuration it was told to show, and only that", async () => {
    await start({ WEB_CONFIG_ENV: "GREETING", GREETING: "hello", SECRET: "x" });
    assert.deepEqual(JSON.parse((await ask("/config")).body), {
      version: "dev",
      env: { GREETING: "hello" },
      files: {},
    });
  });

  it("after SIGTERM answers on, is unready, and asks clients of kept-alive connections to leave", async () => {
    const { ended, output } = await start({});
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    assert.notEqual((await ask("/", agent)).response.headers.connection, "close");
    server?.kill("SIGTERM");
    while (!output().includes("draining")) await setTimeout(10);
    assert.equal((await ask("/healthz")).response.statusCode, 503);
    const { response } = await ask("/", agent);
    assert.equal(response.statusCode, 200);
    assert.equal(response.headers.connection, "close");
    assert.deepEqual(await ended, [0, null]);
    agent.destroy();
  });

  it("leaves an idle kept-alive connection open until its drain time is over", async () => {
    const { ended } = await start({ WEB_DRAIN: "2s" });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await ask("/", agent);
    server?.kill("SIGTERM");
    await setTimeout(1500);
    assert.equal((await ask("/", agent)).response.statusCode, 200);
    assert.deepEqual(await ended, [0, null]);
    agent.destroy();
  });

  it("ignores SIGTERM when it is told to", async () => {
    const { output } = await start({ WEB_IGNORE_SIGTERM: "true" });
    server?.kill("SIGTERM");
    while (!output().includes("ignored")) await setTimeout(10);
    assert.equal((await ask("/healthz")).response.statusCode, 200);
  });

  it("crashes with a log that names the cause, and exit code 3", async () => {
    const { ended, output } = await start({ WEB_CRASH: "true" });
    assert.deepEqual(await ended, [3, null]);
    assert.match(output(), /fatal: cannot open database: connection refused\n$/);
  });

  it("answers 500 for the share of requests that it was told", async () => {
    await start({ WEB_ERROR_SHARE: "100%" });
    assert.equal((await ask("/")).response.statusCode, 500);
    assert.equal((await ask("/healthz")).response.statusCode, 200);
  });

  it("is alive but not ready when told never to be", async () => {
    await start({ WEB_NEVER_READY: "true" });
    assert.equal((await ask("/healthz")).response.statusCode, 503);
    assert.equal((await ask("/livez")).response.statusCode, 200);
  });

  it("names every variable it cannot read and does not start", async () => {
    const { ended, output } = await start({ WEB_LATENCY: "fast", WEB_ERROR_SHARE: "120%" });
    assert.deepEqual(await ended, [1, null]);
    assert.match(output(), /WEB_ERROR_SHARE="120%": must be from 0 to 1, or 0% to 100%/);
    assert.match(output(), /WEB_LATENCY="fast"/);
  });

  it("takes no offence at what Kubernetes sets for a Service named web", async () => {
    const { ended, output } = await start({ WEB_CRASH: "true", WEB_DRAIN: "tcp://198.18.128.7:80" });
    await ended;
    assert.doesNotMatch(output(), /wrong configuration/);
  });
});
