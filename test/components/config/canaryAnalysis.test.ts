import assert from "node:assert/strict";
import { canaryChecks } from "../../../components/config/canaryChecks.ts";
import { errorsOf, website } from "../support.ts";

const value = 'histogram_quantile(0.99, rate(latency{track="$track"}[$window]))';
const counts = { requests: 'requests{service="$trackService"}', errors: 'errors{service="$trackService"}' };
const prometheus = "monitoring/prometheus:9090";

function errors(analysis: object, stack: object = { prometheus }): string[] {
  const services = { web: { template: "website", image: "localhost/web", canary: { analysis } } };
  return errorsOf({ services, current: { web: { version: "v1" } }, ...stack }).map((line) =>
    line.replace("releases:services.web.canary.analysis.", ""),
  );
}

describe("the checks of a canary", () => {
  it("come with what is good by default of each kind", () => {
    const analysis = {
      answers: { http: { path: "/healthz", port: "http" }, interval: "2s" },
      errors: { prometheus: counts, tolerate: 2, floor: 1, minimum: 20 },
      latency: { prometheus: { value }, max: 0.5 },
      slower: { prometheus: { value } },
      smoke: { job: { command: ["/smoke"] } },
    };
    assert.deepEqual(canaryChecks(website({ canary: { analysis } }, undefined, { prometheus })), [
      {
        name: "answers",
        kind: "http",
        path: "/healthz",
        port: "http",
        interval: 2,
        minimum: 50,
        bound: { tolerate: 1.5 },
        floor: 0.1,
      },
      { name: "errors", kind: "counts", ...counts, interval: 10, minimum: 20, bound: { tolerate: 2 }, floor: 1 },
      { name: "latency", kind: "value", value, interval: 10, minimum: 10, bound: { max: 0.5 } },
      { name: "slower", kind: "value", value, interval: 10, minimum: 10, bound: { tolerate: 1.2 } },
      { name: "smoke", kind: "job", command: ["/smoke"], image: undefined, deadline: 600 },
    ]);
    assert.deepEqual(canaryChecks(website()), []);
  });

  it("ask one thing each, and are taken away by null", () => {
    assert.deepEqual(errors({ a: {}, b: { http: { path: "/" }, job: { command: ["/smoke"] } } }), [
      "a: needs exactly one of http, prometheus and job",
      "b: needs exactly one of http, prometheus and job",
    ]);
    for (const asked of [{}, { requests: "a{$track}" }, { value, ...counts }, { value, errors: "a{$track}" }])
      assert.deepEqual(errors({ a: { prometheus: asked } }), ["a.prometheus: say requests and errors, or value"]);
    assert.deepEqual(errors({ a: null }), []);
  });

  it("lead to a port that there is", () => {
    assert.deepEqual(errors({ a: { http: { path: "/", port: "htp" } } }), [
      'a.http.port: no port is called "htp"; did you mean "http"?',
    ]);
  });

  it("are called otherwise than the one that is always there", () => {
    assert.deepEqual(errors({ pods: { http: { path: "/" } } }), [
      "pods: the pods' own health is always looked at under this name; choose another",
    ]);
  });

  it("need a Prometheus to ask", () => {
    assert.deepEqual(errors({ latency: { prometheus: { value } } }, {}), [
      "latency.prometheus: stack staging has no Prometheus to ask; set releases:prometheus, e.g. monitoring/prometheus:9090, or leave the check out here: analysis: {latency: null}",
    ]);
    for (const right of ["http://127.0.0.1:9090", "https://prometheus.example/sub/path", prometheus])
      assert.deepEqual(errors({ latency: { prometheus: { value } } }, { prometheus: right }), []);
    for (const wrong of ["prometheus:9090", "http://user:word@prometheus.example"])
      assert.deepEqual(errors({}, { prometheus: wrong }), [
        `releases:prometheus: "${wrong}" was given; allowed: a URL like http://prometheus.example:9090, without a password in it, or namespace/service:port`,
      ]);
  });

  it("name a track, and nothing that is not filled in", () => {
    assert.deepEqual(errors({ latency: { prometheus: { value: "up{track='$trak'}" } } }), [
      'latency.prometheus.value: there is no $trak to fill in; did you mean "track"?',
      "latency.prometheus.value: it would say the same of both tracks; name one of them by $track (stable, canary) or $trackService (web-stable, web-canary)",
    ]);
    const replaced =
      'label_replace(a{service="$namespace-${trackService}-80", code=~"5..$"}[$window], "b", "$1", "c", "(.*)")';
    assert.deepEqual(errors({ latency: { prometheus: { value: replaced } } }), []);
  });

  it("are bounded by the stable pods' figure or by a constant, in the words of their kind", () => {
    assert.deepEqual(
      errors({
        a: { http: { path: "/" }, tolerate: 2, max: 200 },
        b: { prometheus: { value }, floor: 1 },
        c: { job: { command: ["/smoke"] }, minimum: 5, max: 1 },
        d: { http: { path: "/" }, tolerate: 0.5 },
      }),
      ["d.tolerate: 0.5 was given; allowed: a number from 1 to 100"],
    );
    assert.deepEqual(
      errors({
        a: { http: { path: "/" }, tolerate: 2, max: 200 },
        b: { prometheus: { value }, floor: 1 },
        c: { job: { command: ["/smoke"] }, minimum: 5, max: 1 },
      }),
      [
        "a: it is held to the stable pods' figure (tolerate) or to a constant (max); say one of them",
        "a.max: 200 percent was given; allowed: 100 at most",
        "b.floor: a value has no share of errors; leave it out",
        "c.minimum: a job is good by its exit code 0 alone; leave it out",
        "c.max: a job is good by its exit code 0 alone; leave it out",
      ],
    );
  });
});
