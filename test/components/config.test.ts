import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { defaultPatience } from "../../components/config/patience.ts";
import { parseStackConfig } from "../../components/config.ts";
import { describeProblem, Problem } from "../../errors/problem.ts";
import { errorsOf, stackOf, website } from "./support.ts";

const site = { template: "website", image: "localhost/web" };

describe("parseStackConfig", () => {
  it("puts a service together from template, basic and release parameters", () => {
    const service = website({ replicas: 3, rollout: { maxSurge: "25%" } }, { version: "v2" });
    assert.equal(service.namespace, "staging");
    assert.equal(service.replicas, 3);
    assert.deepEqual(service.rollout, {
      strategy: "RollingUpdate",
      maxSurge: "25%",
      maxUnavailable: 0,
      minReady: 2,
      deadline: 120,
      patience: { ...defaultPatience, node: 120, provision: 120 },
      history: 5,
    });
    assert.deepEqual(service.release, { version: "v2" });
  });

  it("lets null take away what the template says", () => {
    const service = website({ probes: { liveness: null }, budget: null });
    assert.equal(service.probes.liveness, undefined);
    assert.equal(service.budget, undefined);
    assert.notEqual(service.probes.readiness, undefined);
  });

  it("lets a probe of another kind take the place of the template's", () => {
    const service = website({ probes: { readiness: { tcp: {} } } });
    assert.equal(service.probes.readiness?.http, undefined);
    assert.deepEqual(service.probes.readiness?.tcp, {});
    assert.equal(service.probes.readiness.period, 1);
  });

  it("keeps the template's port beside one that is called like a probe's request, and such variables too", () => {
    const service = website({ ports: { grpc: { container: 9090 } }, env: { exec: "1", tcp: "2" } });
    assert.deepEqual(Object.keys(service.ports), ["http", "grpc"]);
    assert.deepEqual(service.env, { exec: "1", tcp: "2" });
  });

  it("refuses a rollout that could never replace a pod, as the API server would", () => {
    const errors = (rollout: object) =>
      errorsOf({ services: { web: { ...site, rollout } }, current: { web: { version: "v1" } } });
    for (const maxSurge of [0, "0%"]) {
      assert.deepEqual(errors({ maxSurge, maxUnavailable: 0 }), [
        `releases:services.web.rollout: maxSurge ${maxSurge} and maxUnavailable 0: no pod could ever be replaced; set one of them above 0, e.g. maxSurge: 1`,
      ]);
    }
    assert.deepEqual(errors({ maxSurge: 0, maxUnavailable: "1%" }), []);
  });

  it("tells every error of a file at once, each with path, value, what is allowed and the nearest key", () => {
    const raw = {
      stack: "staging",
      services: {
        web: { ...site, replcas: 3, replicas: "three", rollout: { maxSurge: "150%", minReady: "soon" } },
        docs: { template: "webiste", image: "localhost/web" },
        Api: { ...site },
        jp: 5,
        demo: { ...site, resources: { requests: { cpu: "a lot" } } },
      },
      current: {
        web: { version: 1.1 },
        docs: {},
        Api: { version: "v1" },
        demos: { version: "v1" },
        jp: { version: "v1" },
      },
    };
    assert.throws(
      () => parseStackConfig(raw, { file: "Pulumi.staging.yaml" }),
      (error) => {
        assert.ok(error instanceof Problem);
        assert.equal(error.exitCode, 1);
        assert.equal(
          describeProblem(error),
          [
            "CONFIG_INVALID: the configuration of stack staging has 12 errors",
            "  at Pulumi.staging.yaml",
            '  - releases:services.web.replicas: "three" was given; allowed: a whole number from 0 to 500',
            '  - releases:services.web.rollout.maxSurge: "150%" was given; allowed: a whole number of pods, or a share of the replicas like "25%"',
            '  - releases:services.web.rollout.minReady: "soon" was given; allowed: a duration like 30s, 5m or 1h30m, from 0s to 1h',
            '  - releases:services.web.replcas: unknown parameter; did you mean "replicas"?',
            '  - releases:services.docs.template: no template is called "webiste"; did you mean "website"?',
            '  - releases:services.Api: "Api" is no service name; allowed: a DNS label (a-z, 0-9 and "-", starting with a letter) of at most 44 characters',
            "  - releases:services.jp: 5 was given; allowed: an object with the service's parameters",
            '  - releases:services.demo.resources.requests.cpu: "a lot" was given; allowed: a Kubernetes quantity like 100m or 2',
            '  - releases:current.demo.version: missing; the service needs a version, e.g. "v1"',
            '  - releases:current.web.version: 1.1 was given; allowed: an image tag like "v1.2.0" or a digest sha256:<64 hex digits>, as a quoted text',
            '  - releases:current.docs.version: missing; allowed: an image tag like "v1.2.0" or a digest sha256:<64 hex digits>, as a quoted text',
            '  - releases:current.demos: no such service; did you mean "demo"?',
            "  next: mend them; docs/parameters.md describes every parameter",
          ].join("\n"),
        );
        return true;
      },
    );
  });

  it("takes no name for a template that only JavaScript knows", () => {
    const services = { web: { template: "constructor", image: "localhost/web" } };
    assert.deepEqual(errorsOf({ services, current: { web: { version: "v1" } } }), [
      'releases:services.web.template: no template is called "constructor"; allowed: api, database, plain, schedule, static, website, wordpress, worker',
    ]);
  });

  it("says which keys a stack needs when there are none", () => {
    assert.deepEqual(errorsOf({ services: undefined, current: undefined }), [
      "releases:services: missing; allowed: an object with an entry for each service",
      "releases:current: missing; allowed: an object with an entry for each service",
    ]);
  });

  it("names a probe without a request, and one with two", () => {
    const two = { ...site, probes: { readiness: { http: { path: "/" }, tcp: {} } } };
    const none = { template: "worker", image: "localhost/web", probes: { startup: { period: "1s" } } };
    const current = { two: { version: "v1" }, none: { version: "v1" } };
    assert.deepEqual(errorsOf({ services: { two, none }, current }), [
      "releases:services.two.probes.readiness: needs exactly one of http, tcp, grpc and exec",
      "releases:services.none.probes.startup: needs exactly one of http, tcp, grpc and exec",
    ]);
  });

  it("names services that are not there, and the circles of those that wait for one another", () => {
    const services = {
      a: { ...site, dependsOn: ["b"] },
      b: { ...site, dependsOn: ["a"] },
      c: { ...site, dependsOn: ["aa"], network: { from: ["nobody"] } },
    };
    const current = { a: { version: "v1" }, b: { version: "v1" }, c: { version: "v1" } };
    assert.deepEqual(errorsOf({ services, current, groups: { shop: ["a", "d"] } }), [
      'releases:services.c.dependsOn: no service is called "aa"; did you mean "a"?',
      'releases:services.c.network.from: no service is called "nobody"; allowed: a, b, c',
      "releases:services.a.dependsOn: services wait for one another: a -> b -> a",
      'releases:groups.shop: no service is called "d"; did you mean "a"?',
    ]);
  });

  it("orders services after those they depend on, and else as given", () => {
    const stack = stackOf({
      web: { ...site, dependsOn: ["db", "api"] },
      api: { ...site, dependsOn: ["db"] },
      db: site,
      ads: site,
    });
    assert.deepEqual(
      stack.services.map(({ name }) => name),
      ["db", "api", "web", "ads"],
    );
  });

  it("refuses a name that another service's own objects bear", () => {
    const current = { web: { version: "v1" }, "web-canary": { version: "v1" } };
    assert.deepEqual(errorsOf({ services: { web: site, "web-canary": site }, current }), [
      "releases:services.web-canary: the name is that of an object of service web, in namespace staging; choose another",
    ]);
    assert.deepEqual(errorsOf({ services: { web: site, "web-canary": { ...site, namespace: "other" } }, current }), []);
  });

  it("refuses a secret that is missing or stored in plain text", () => {
    const services = { web: { ...site, secrets: { PASSWORD: "dbPassword", TOKEN: "token" }, env: { TOKEN: "x" } } };
    const current = { web: { version: "v1" } };
    assert.deepEqual(errorsOf({ services, current, secretKeys: [], plainKeys: ["dbPassword"] }), [
      "releases:services.web.secrets.PASSWORD: releases:dbPassword is stored in plain text; store it with `release config set --secret dbPassword`",
      'releases:services.web.secrets.TOKEN: the stack has no secret "token"; set it with `release config set --secret token`',
      "releases:services.web.secrets.TOKEN: env sets TOKEN too; name it once",
    ]);
  });

  it("refuses a key in plain text that nobody reads, and takes one that a service names for the secret it is to be", () => {
    const services = { web: { ...site, secrets: { PASSWORD: "dbPassword" }, replicas: "two" } };
    const current = { web: { version: "v1" } };
    const plainKeys = ["services", "current", "groups", "dbPassword", "namespce", "token"];
    assert.deepEqual(errorsOf({ services, current, secretKeys: ["unused"], plainKeys }), [
      'releases:services.web.replicas: "two" was given; allowed: a whole number from 0 to 500',
      'releases:namespce: unknown key; did you mean "namespace"?',
      "releases:token: unknown key; allowed: adopt, approval, cluster, current, groups, namespace, namespaces, notify, patience, prometheus, services, watch; a secret is stored with `release config set --secret token`",
    ]);
  });

  it("refuses names of volumes and containers that are taken, and paths mounted twice", () => {
    const web = {
      ...site,
      files: { "/etc/a": "a" },
      secretFiles: { "/etc/a": "key" },
      volumes: { "config-files": { kind: "scratch", mount: "/tmp" } },
      sidecars: { web: { image: "localhost/proxy:v1" }, proxy: { image: "localhost/proxy:v1" } },
      initContainers: { proxy: {} },
    };
    assert.deepEqual(errorsOf({ services: { web }, current: { web: { version: "v1" } } }), [
      "releases:services.web.secretFiles: /etc/a is mounted twice",
      "releases:services.web.volumes.config-files: the name is taken by the service's own files; choose another",
      "releases:services.web.sidecars.web: another container of the service has this name; choose another",
      "releases:services.web.initContainers.proxy: another container of the service has this name; choose another",
    ]);
  });

  it("names a port that is not there, in probes and route", () => {
    const services = {
      web: { ...site, probes: { readiness: { http: { path: "/", port: "htp" } } } },
      job: { template: "worker", image: "localhost/web", probes: { readiness: { tcp: {} } } },
    };
    const current = { web: { version: "v1" }, job: { version: "v1" } };
    assert.deepEqual(errorsOf({ services, current }), [
      'releases:services.web.probes.readiness.http.port: no port is called "htp"; did you mean "http"?',
      "releases:services.job.probes.readiness.tcp: the service has no ports; name one in ports, e.g. {http: {container: 8080}}",
    ]);
  });

  it("wants a reason with a waiver, and a rule that there is", () => {
    const current = { web: { version: "v1" } };
    assert.deepEqual(errorsOf({ services: { web: { ...site, waivers: { ZD001: " " } } }, current }), [
      'releases:services.web.waivers.ZD001: " " was given; allowed: a reason of at least 10 characters',
    ]);
    assert.deepEqual(errorsOf({ services: { web: { ...site, waivers: { ZD101: "it is only a test" } } }, current }), [
      'releases:services.web.waivers.ZD101: there is no such rule; did you mean "ZD001"?',
    ]);
  });

  it("wants one of replicas and weight of a canary", () => {
    const current = { web: { version: "v1", canary: { version: "v2", replicas: 1, weight: 120 } } };
    assert.deepEqual(errorsOf({ services: { web: site }, current }), [
      "releases:current.web.canary.weight: 120 was given; allowed: a whole number from 0 to 99",
    ]);
    const both = { web: { version: "v1", canary: { version: "v2", replicas: 1, weight: 12 } } };
    assert.deepEqual(errorsOf({ services: { web: site }, current: both }), [
      "releases:current.web.canary: requests are shared out by the number of pods here; say replicas or weight",
    ]);
  });

  it("gathers groups from both places that name them", () => {
    const stack = stackOf(
      { web: { ...site, group: "shop" }, api: { ...site, group: "shop" }, ads: site },
      { groups: { shop: ["ads"], all: ["web"] } },
    );
    assert.deepEqual(stack.groups, { shop: ["ads", "web", "api"], all: ["web"] });
  });
});
