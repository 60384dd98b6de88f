import assert from "node:assert/strict";
import { KubeConfig } from "@kubernetes/client-node";
import { startAnalysis, type Analysis } from "../../canary/analysis.ts";
import type { CanaryLook, CheckVerdict } from "../../canary/check.ts";
import { clusterOf } from "../../cluster/cluster.ts";
import { website } from "../components/support.ts";
import { fakePrometheus, type FakePrometheus } from "./fakePrometheus.ts";
import { verdictOf as verdictOnce } from "./verdictOf.ts";

/** A cluster that nobody gets to: what Prometheus knows is another matter. */
function away() {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    { name: "away", server: "http://127.0.0.1:1", skipTLSVerify: true },
    { name: "away" },
  );
  return clusterOf(kubeConfig);
}

const errors = {
  prometheus: { requests: "requests:$track", errors: "errors:$track" },
  interval: "1s",
  minimum: 20,
};

describe("the analysis of a canary", function () {
  this.timeout(30_000);
  let prometheus: FakePrometheus;
  let analysis: Analysis | undefined;
  const looks: CanaryLook[] = [];
  const begin = (checks: object) => {
    looks.length = 0;
    const more = { prometheus: "http://127.0.0.1:1" };
    const options = {
      cluster: away(),
      service: website({ canary: { analysis: checks } }, { version: "v1" }, more),
      prometheus: prometheus.address,
      since: Date.now(),
    };
    analysis = startAnalysis({ ...options, emit: (look) => looks.push(look) });
    return analysis;
  };
  const verdictOf = (check: string, is: (verdict: CheckVerdict) => boolean) => verdictOnce(() => analysis, check, is);
  beforeEach(async () => {
    prometheus = await fakePrometheus();
  });
  afterEach(() => {
    analysis?.stop();
    prometheus.close();
  });

  /** Counters that grow with each look. */
  const growing = (each: Record<string, number>) => {
    const sums: Record<string, number> = {};
    prometheus.answer = (query) => {
      sums[query] = (sums[query] ?? 1000) + (each[query] ?? 0);
      return { one: sums[query] };
    };
  };

  it("lets a good canary pass, but none that cannot be read: no answer, no data, not a number, on one side", async () => {
    const messageOf = async (text: RegExp) => (await verdictOf("errors", ({ message }) => text.test(message))).verdict;
    growing({ "requests:canary": 100, "requests:stable": 900 });
    begin({ errors });
    const good = await verdictOf("errors", ({ verdict }) => verdict === "good");
    assert.equal(good.message, "errors: canary 0 of 100 (0 %), stable 0 of 900 (0 %); no sign that it is worse");
    assert.equal(looks.at(-1)?.verdict, good);
    assert.deepEqual(looks.find(({ check }) => check === "errors")?.reading.canary, { bad: 0, all: 0 });
    const growth = prometheus.answer;
    prometheus.answer = (query) => (query === "requests:stable" ? {} : growth(query));
    assert.equal(await messageOf(/; the stable's requests are gone from Prometheus: no series any more$/), "unsure");
    prometheus.answer = (query) => (query === "errors:canary" ? { one: Number.NaN } : growth(query));
    assert.equal(await messageOf(/; a counter of the canary is NaN$/), "unsure");
    prometheus.answer = () => ({ status: 503, text: "out of order" });
    assert.equal(
      await messageOf(/; Prometheus http:\S+ answered 503, and not as Prometheus does: out of order$/),
      "unsure",
    );
    prometheus.answer = growth;
    await verdictOf("errors", ({ verdict }) => verdict === "good");
  });

  it("knows nothing of pods that it does not get to see", async () => {
    growing({});
    begin({});
    const { verdict, message } = await verdictOf("pods", ({ message: said }) => said.includes("answer"));
    assert.equal(verdict, "unsure");
    assert.match(message, /^pods: the API server does not answer \(.+\)$/);
  });

  it("throws away what comes of a step that is over", async () => {
    const { promise, resolve } = Promise.withResolvers<Record<string, number>>();
    prometheus.answer = () => promise;
    const former = begin({ errors });
    while (prometheus.requests.length < 4) await new Promise((done) => setTimeout(done, 20));
    former.stop();
    const before = former.verdicts();
    const [heard] = [looks.length];
    resolve({ one: 1 });
    await new Promise((done) => setTimeout(done, 300));
    assert.equal(looks.length, heard);
    assert.deepEqual(former.verdicts(), before);
    assert.equal(before.find(({ check }) => check === "errors")?.message, "errors: not looked at yet");
    const [asked] = [prometheus.requests.length];
    await new Promise((done) => setTimeout(done, 1100));
    assert.equal(prometheus.requests.length, asked);
  });

  it("shows no token", async () => {
    process.env.PROMETHEUS_TOKEN = "so-very-secret";
    try {
      prometheus.answer = () => ({
        status: 400,
        text: JSON.stringify({ status: "error", errorType: "bad_data", error: "what is so-very-secret?" }),
      });
      begin({ errors });
      const { message } = await verdictOf("errors", ({ message: said }) => said.includes("query"));
      assert.match(message, /^errors: Prometheus \S+ does not take the query \(400\): what is \[secret\]\?$/);
      assert.equal(prometheus.requests[0]?.headers.authorization, "Bearer so-very-secret");
      assert.ok(!JSON.stringify(looks).includes("so-very-secret"));
    } finally {
      delete process.env.PROMETHEUS_TOKEN;
    }
  });
});
