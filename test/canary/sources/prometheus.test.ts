import assert from "node:assert/strict";
import { prometheusCounts, prometheusValue } from "../../../canary/sources/prometheus.ts";
import type { Sample } from "../../../canary/sources/prometheusApi.ts";

describe("what Prometheus knows of two tracks", () => {
  const answers = new Map<string, number[]>();
  const query = (text: string): Promise<Sample[]> => {
    if (text.startsWith("broken")) return Promise.reject(new Error("Prometheus is away"));
    return Promise.resolve((answers.get(text) ?? []).map((value, index) => ({ series: `s${index}`, value })));
  };
  const asked = {
    query,
    places: { namespace: "shop", service: "web", window: 10 },
    tracks: ["canary", "stable"] as const,
  };
  const { signal } = new AbortController();
  const counts = { requests: "all:$track", errors: "bad:$track" };
  const value = () => prometheusValue(asked, "p99:$track:$window")(signal);
  beforeEach(() => {
    answers.clear();
  });

  it("is what was counted since the look before; errors that were never seen are none", async () => {
    const source = prometheusCounts(asked, counts);
    answers.set("all:canary", [10]).set("all:stable", [500, 400]);
    assert.deepEqual(await source(signal), { canary: { all: 0, bad: 0 }, stable: { all: 0, bad: 0 } });
    answers.set("all:canary", [30]).set("bad:canary", [4]).set("all:stable", [590, 490]);
    assert.deepEqual(await source(signal), { canary: { all: 20, bad: 4 }, stable: { all: 180, bad: 0 } });
  });

  it("names what is missing, and tells of the other track", async () => {
    const source = prometheusCounts(asked, counts);
    answers.set("all:stable", [500]);
    assert.deepEqual(await source(signal), {
      stable: { all: 0, bad: 0 },
      trouble: "no requests of the canary in Prometheus: no series",
    });
    answers.set("all:canary", [10]).delete("all:stable");
    assert.deepEqual(await source(signal), {
      canary: { all: 0, bad: 0 },
      trouble: "the stable's requests are gone from Prometheus: no series any more",
    });
    const away = prometheusCounts(asked, { ...counts, errors: "broken" });
    assert.deepEqual(await away(signal), { trouble: "Prometheus is away" });
  });

  it("takes counters alone, for a rate has no difference", async () => {
    const { trouble } = await prometheusCounts(asked, { ...counts, requests: "sum(rate(hits[5m]))" })(signal);
    assert.equal(trouble, "the query asks for rate(…); give the counter itself, the difference is taken here");
  });

  it("is one number of each track, and anything else is named", async () => {
    answers.set("p99:canary:10s", [0.3]).set("p99:stable:10s", [0.2]);
    assert.deepEqual(await value(), { canary: 0.3, stable: 0.2 });
    answers.set("p99:canary:10s", [0.3, 0.4]).set("p99:stable:10s", [Number.NaN]);
    assert.deepEqual(await value(), {
      trouble:
        "2 values of the canary; one is wanted: sum(…), max(…); the value of the stable is NaN: no requests in 10 s?",
    });
    answers.clear();
    assert.equal(
      (await value()).trouble,
      "no value of the canary: no series, or too few scrapes in 10 s; no value of the stable: no series, or too few scrapes in 10 s",
    );
  });

  it("does not ask for the stable track where the canary is held against a constant", async () => {
    answers.set("p99:canary", [0.3]);
    const source = prometheusValue({ ...asked, tracks: ["canary"] }, "p99:$track");
    assert.deepEqual(await source(signal), { canary: 0.3 });
  });

  it("ends with the analysis", async () => {
    const ended = AbortSignal.abort(new Error("over"));
    await assert.rejects(prometheusCounts(asked, { ...counts, errors: "broken" })(ended), /over/);
  });
});
