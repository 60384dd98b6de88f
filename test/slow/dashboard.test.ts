import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { labPart } from "../../lab/parts.ts";
import { serveHealth, type Health } from "../../watch/health.ts";
import { observe } from "../../watch/histogram.ts";
import { nothingCounted } from "../../watch/metrics.ts";
import { freePort } from "../../host/freePort.ts";

interface Dashboard {
  templating: { list: { name: string; type: string; definition?: string }[] };
  panels: { title: string; targets: { expr: string }[] }[];
}
interface Sample {
  metric: Record<string, string>;
  value: [number, string];
}
interface Answer {
  status: string;
  error?: string;
  data: { result: Sample[] };
}

const file = resolve(import.meta.dirname, "../../docs/release-watch.dashboard.json");
const dashboard = JSON.parse(readFileSync(file, "utf8")) as Dashboard;
const healthOf = (leading: boolean): Health => ({
  ...nothingCounted(),
  ...{ of: { project: "shop", stack: "prod" }, ready: true, leading, lookedAt: Date.now() },
});

/** A real Prometheus that scrapes what `release watch` serves, of one that leads and one that stands by. */
describe("the dashboard of release watch", function () {
  this.timeout(1_200_000);
  const folder = mkdtempSync(join(tmpdir(), "release-prometheus-"));
  const ends: (() => void)[] = [];
  let prometheus: ChildProcess | undefined;
  let api: string;
  const query = async (expression: string): Promise<Answer> => {
    const text = expression
      .replaceAll("$__rate_interval", "30s")
      .replaceAll("$__range", "1m")
      .replaceAll(/\$(project|stack)/g, ".*");
    const answer = await fetch(`${api}/query?${new URLSearchParams({ query: text }).toString()}`);
    return (await answer.json()) as Answer;
  };
  /** The one value that it comes to. */
  const value = async (expression: string): Promise<number> => {
    const { status, error, data } = await query(expression);
    assert.equal(status, "success", error);
    assert.equal(data.result.length, 1, expression);
    return Number(data.result[0]?.value[1]);
  };
  const scraped = async (times: number) => {
    const expression = `min(count_over_time(release_watch_leading[1m]))`;
    const enough = async () => Number((await query(expression)).data.result[0]?.value[1] ?? 0) >= times;
    while (!(await enough().catch(() => false))) await sleep(200);
  };

  before(async () => {
    const [leader, other] = [healthOf(true), healthOf(false)];
    const targets = await Promise.all(
      [leader, other].map(async (health) => {
        const port = await freePort();
        ends.push(
          await serveHealth(
            port,
            () => health,
            () => undefined,
          ),
        );
        return `127.0.0.1:${port}`;
      }),
    );
    const port = await freePort();
    api = `http://127.0.0.1:${port}/api/v1`;
    const config = {
      global: { scrape_interval: "1s" },
      scrape_configs: [{ job_name: "release-watch", static_configs: [{ targets }] }],
    };
    writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(config));
    const options = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`];
    prometheus = spawn(await labPart("prometheus"), [...options, `--web.listen-address=127.0.0.1:${port}`], {
      stdio: "ignore",
    });
    await scraped(2);
    leader.ended.released = 3;
    leader.ended.failed = 1;
    leader.failedLooks = 2;
    leader.held = true;
    leader.lookedAt = Date.now();
    for (const seconds of [8, 9, 25]) {
      observe(leader.took, seconds);
      observe(leader.lead, seconds + 3);
    }
    await scraped(6);
  });
  after(async () => {
    prometheus?.kill("SIGKILL");
    for (const end of ends) end();
    await rm(folder, { recursive: true, force: true });
  });

  it("asks nothing that Prometheus does not take, and everything it asks has an answer", async () => {
    const seen: string[] = [];
    for (const { title, targets } of dashboard.panels) {
      for (const { expr } of targets) {
        const { status, error, data } = await query(expr);
        assert.equal(status, "success", `${title}: ${error ?? ""}`);
        assert.notEqual(data.result.length, 0, `${title}: ${expr}`);
        seen.push(title);
      }
    }
    assert.equal(new Set(seen).size, dashboard.panels.length);
  });

  it("tells what happened", async () => {
    const of = (title: string) => dashboard.panels.find((panel) => panel.title === title)?.targets[0]?.expr ?? "";
    assert.equal(await value(of("Pods that release")), 1);
    assert.equal(await value(of("Held back")), 1);
    assert.ok((await value(of("Last look"))) < 60);
    assert.equal((await value(of("Change failure rate"))).toFixed(2), "0.25");
    // Prometheus reaches out to the ends of the time that is asked for.
    assert.ok((await value(of("Deployments"))) >= 3);
    const lead = await value(of("Lead time"));
    assert.ok(lead > 10 && lead <= 30, `${lead} s`);
    const { data } = await query(of("Releases by how they ended"));
    assert.deepEqual(data.result.map(({ metric }) => metric.result).sort(), [
      ...["again", "failed", "refused", "released", "unchanged"],
    ]);
  });

  it("finds the values of its variables", async () => {
    for (const [label, wanted] of [
      ["project", "shop"],
      ["stack", "prod"],
    ] as const) {
      const { definition } = dashboard.templating.list.find(({ name }) => name === label) ?? {};
      const [, selector = ""] = /^label_values\((\w+(?:\{.*\})?), \w+\)$/.exec(definition ?? "") ?? [];
      const { data } = await query(selector);
      assert.deepEqual([...new Set(data.result.map(({ metric }) => metric[label]))], [wanted]);
    }
  });

  it("has its metrics taken as OpenMetrics, with the type and the help of each", async () => {
    const answer = await fetch(`${api}/metadata?limit=100`);
    const { data } = (await answer.json()) as { data: Record<string, { type: string; help: string }[]> };
    const types = Object.entries(data).filter(([name]) => name.startsWith("release_watch_"));
    assert.deepEqual(Object.fromEntries(types.map(([name, [first]]) => [name, first?.type])), {
      release_watch_leading: "gauge",
      release_watch_looked_timestamp_seconds: "gauge",
      release_watch_held: "gauge",
      release_watch_failed_looks: "counter",
      release_watch_releases: "counter",
      release_watch_release_seconds: "histogram",
      release_watch_lead_seconds: "histogram",
    });
  });
});
