import assert from "node:assert/strict";
import { filledQuery, querySpan } from "../../../canary/sources/query.ts";

describe("a query of a canary's check", () => {
  const places = { namespace: "shop", service: "web", window: 35 };

  it("is filled in for a track", () => {
    const query = 'sum(rate(hits{service=~"$namespace-$trackService-.*",track="$track",app="$service"}[$window]))';
    assert.equal(
      filledQuery(query, places, "canary"),
      'sum(rate(hits{service=~"shop-web-canary-.*",track="canary",app="web"}[35s]))',
    );
  });

  it("keeps a dollar that is none of ours", () => {
    assert.equal(filledQuery('hits{path=~"/$"} + $1 + ${window}', places, "stable"), 'hits{path=~"/$"} + $1 + 35s');
  });

  it("looks back as far as its longest range, in whatever words", () => {
    assert.equal(querySpan("rate(a[35s]) / rate(b[1m30s])"), 90);
    assert.equal(querySpan("max_over_time(rate(a[1m])[30m:10s])"), 1800);
    assert.equal(querySpan('latency{path="/[5m]"}'), 0);
  });
});
