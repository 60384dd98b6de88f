import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { KubeConfig } from "@kubernetes/client-node";
import { startAnalysis, type Analysis } from "../../../canary/analysis.ts";
import type { CheckVerdict } from "../../../canary/check.ts";
import { clusterOf } from "../../../cluster/cluster.ts";
import { freePort } from "../../../host/freePort.ts";
import { labPart } from "../../../lab/parts.ts";
import { website } from "../../components/support.ts";

type Track = "canary" | "stable";

/** What a gateway counts, in a second: requests of either track, and the share of each that fails. */
interface Load {
  requests: Record<Track, number>;
  errors: Record<Track, number>;
  /** Seconds that a request takes. */
  latency: Record<Track, number>;
}

const buckets = [0.05, 0.1, 0.2, 0.5, 1];
const good: Load = {
  requests: { canary: 20, stable: 180 },
  errors: { canary: 0, stable: 0 },
  latency: { canary: 0.08, stable: 0.08 },
};

/** A real Prometheus that scrapes counters as a gateway has them. */
describe("the evidence of a canary that Prometheus has", function () {
  this.timeout(1_200_000);
  const folder = mkdtempSync(join(tmpdir(), "release-canary-"));
  const service = (track: Track) => `service="shop-web-${track}-http@kubernetesgateway"`;
  let counts: Record<Track, { ok: number; bad: number; bucket: number[] }>;
  let load: Load;
  let paused: Track | undefined;
  let server: Server;
  let counting: NodeJS.Timeout;
  let prometheus: ChildProcess | undefined;
  let address: string;
  let analysis: Analysis | undefined;

  const count = (): void => {
    for (const track of ["canary", "stable"] as const) {
      const of = counts[track];
      const bad = load.requests[track] * load.errors[track];
      of.bad += bad;
      of.ok += load.requests[track] - bad;
      of.bucket = of.bucket.map((n, index) =>
        load.latency[track] <= (buckets[index] ?? 0) ? n + load.requests[track] : n,
      );
    }
  };
  const metrics = (): string => {
    const tracks = (["canary", "stable"] as const).filter((track) => track !== paused);
    const lines = tracks.flatMap((track) => [
      `gateway_requests_total{code="200",${service(track)}} ${counts[track].ok}`,
      ...(counts[track].bad === 0 ? [] : [`gateway_requests_total{code="500",${service(track)}} ${counts[track].bad}`]),
      ...buckets.map(
        (le, index) => `gateway_seconds_bucket{le="${le}",${service(track)}} ${counts[track].bucket[index]}`,
      ),
      `gateway_seconds_bucket{le="+Inf",${service(track)}} ${counts[track].ok + counts[track].bad}`,
    ]);
    return `${lines.join("\n")}\n`;
  };
  const restart = (): void => {
    const empty = () => ({ ok: 0, bad: 0, bucket: buckets.map(() => 0) });
    counts = { canary: empty(), stable: empty() };
  };

  before(async () => {
    server = createServer((_, response) => {
      response.writeHead(200, { "content-type": "text/plain" }).end(metrics());
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const listens = server.address();
    const target = `127.0.0.1:${typeof listens === "object" && listens !== null ? listens.port : 0}`;
    const config = {
      global: { scrape_interval: "1s" },
      scrape_configs: [{ job_name: "gateway", static_configs: [{ targets: [target] }] }],
    };
    writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(config));
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    restart();
    load = good;
    counting = setInterval(count, 1000);
    prometheus = spawn(
      await labPart("prometheus"),
      [
        `--config.file=${folder}/prometheus.yml`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: "ignore" },
    );
    const scraped = async () => {
      const answer = await fetch(`${address}/api/v1/query?query=gateway_requests_total`);
      return ((await answer.json()) as { data: { result: unknown[] } }).data.result.length > 0;
    };
    while (!(await scraped().catch(() => false))) await sleep(200);
  });
  beforeEach(() => {
    load = good;
    paused = undefined;
  });
  afterEach(() => {
    analysis?.stop();
  });
  after(async () => {
    clearInterval(counting);
    prometheus?.kill("SIGKILL");
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const requests = 'gateway_requests_total{service=~"$namespace-$trackService-.*"}';
  const checks = {
    errors: {
      prometheus: { requests, errors: requests.replace("}", ',code=~"5.."}') },
      ...{ interval: "1s", minimum: 50 },
    },
    latency: {
      prometheus: {
        value:
          'histogram_quantile(0.99, sum by (le) (rate(gateway_seconds_bucket{service=~"$namespace-$trackService-.*"}[$window])))',
      },
      ...{ interval: "3s", minimum: 3 },
    },
  };
  const begin = (analysed: object = checks): void => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      { name: "away", server: "http://127.0.0.1:1", skipTLSVerify: true },
      { name: "away" },
    );
    const [version, more] = [{ version: "v1" }, { prometheus: address }];
    analysis = startAnalysis({
      ...{ cluster: clusterOf(kubeConfig), prometheus: address, since: Date.now(), emit: () => undefined },
      service: { ...website({ canary: { analysis: analysed } }, version, more), namespace: "shop" },
    });
  };
  const verdictOf = async (check: string, is: (verdict: CheckVerdict) => boolean): Promise<CheckVerdict> => {
    for (;;) {
      const found = analysis?.verdicts().find((verdict) => verdict.check === check);
      if (found !== undefined && is(found)) return found;
      await analysis?.changed();
    }
  };

  it("lets a good canary pass, on errors and on latency", async () => {
    begin();
    const errors = await verdictOf("errors", ({ verdict }) => verdict === "good");
    assert.match(
      errors.message,
      /^errors: canary 0 of \d+ \(0 %\), stable 0 of \d+ \(0 %\); no sign that it is worse$/,
    );
    const latency = await verdictOf("latency", ({ verdict }) => verdict === "good");
    assert.match(
      latency.message,
      /^latency: canary 0\.1, stable 0\.1; above 1\.2 times the stable's in 0 of \d looks; no sign that it is worse$/,
    );
  });

  it("finds one bad that fails, at once, though its counters began anew with its pod", async () => {
    begin();
    await verdictOf("errors", ({ verdict }) => verdict === "good");
    restart();
    load = { ...good, errors: { canary: 0.2, stable: 0 } };
    const before = performance.now();
    const { message } = await verdictOf("errors", ({ verdict }) => verdict === "bad");
    assert.match(
      message,
      /^errors: canary \d+ of \d+ \([\d.]+ %\), stable 0 of [\d,]+ \(0 %\); odds [\d,]+ to 1 that it is worse$/,
    );
    assert.ok(performance.now() - before < 60_000);
  });

  it("finds one bad that is slow", async () => {
    load = { ...good, latency: { canary: 0.4, stable: 0.08 } };
    begin();
    const { message } = await verdictOf("latency", ({ verdict }) => verdict === "bad");
    assert.match(
      message,
      /^latency: canary 0\.\d+, stable 0\.1; above 1\.2 times the stable's in \d+ of \d+ looks; odds/,
    );
  });

  it("has no pass for a canary that nobody counts, nor for a query that Prometheus does not take", async () => {
    paused = "canary";
    // What it knew is stale once two scrapes have missed it.
    await sleep(3000);
    begin({ ...checks, wrong: { prometheus: { value: 'rate(a{b="$track"}' }, interval: "1s" } });
    const errors = await verdictOf("errors", ({ message }) => message.includes("Prometheus"));
    assert.equal(errors.message, "errors: no requests of the canary in Prometheus: no series");
    const latency = await verdictOf("latency", ({ message }) => message.includes("no value"));
    assert.match(latency.message, /no value of the canary: no series, or too few scrapes in 3 s/);
    const wrong = await verdictOf("wrong", ({ message }) => message.includes("query"));
    assert.match(
      wrong.message,
      /^wrong: Prometheus \S+ does not take the query \(400\): invalid parameter "query": \d+:\d+: parse error: /,
    );
    for (const verdict of [errors, latency, wrong]) assert.equal(verdict.verdict, "unsure");
  });
});
