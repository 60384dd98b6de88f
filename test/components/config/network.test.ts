import assert from "node:assert/strict";
import { errorsOf } from "../support.ts";

const root = "releases:services.web";

/** What is wrong with a website that says this. */
function errors(basic: object): readonly string[] {
  const web = { template: "website", image: "localhost/web", ...basic };
  return errorsOf({ services: { web }, current: { web: { version: "v1" } } });
}

describe("network.toCidrs", () => {
  it("takes ranges of addresses of both kinds, and nothing else", () => {
    assert.deepEqual(
      errors({ network: { toCidrs: ["10.1.0.0/16", "0.0.0.0/0", "203.0.113.7/32", "fd00::/8", "::/0"] } }),
      [],
    );
    const wrong = [
      "10.1.0.0",
      "10.1.0.0/33",
      "10.1.0/16",
      "10.01.0.0/16",
      "10.1.0.0/016",
      "fd00::/129",
      "fe80::1%eth0/64",
      "api.example/32",
    ];
    assert.deepEqual(
      errors({ network: { toCidrs: wrong } }),
      wrong.map(
        (cidr, index) =>
          `${root}.network.toCidrs[${index}]: "${cidr}" was given; allowed: a range of addresses like 10.1.0.0/16, 203.0.113.7/32 or fd00::/8`,
      ),
    );
  });
});

describe("the name of a port", () => {
  it("has no two dashes on end, as Kubernetes wants it", () => {
    assert.deepEqual(errors({ ports: { "a--b": { container: 9090 } } }), [
      `${root}.ports.a--b: "a--b" is not a name this map takes; allowed: a-z, 0-9 and single "-", starting with a letter, at most 15 characters`,
    ]);
    assert.deepEqual(errors({ ports: { "a-b2-c": { container: 9090 }, x: { container: 9091 } } }), []);
  });
});

describe("route.sectionName", () => {
  it("is for a Gateway's listener, so for no Ingress", () => {
    const hosts = ["www.example"];
    assert.deepEqual(errors({ route: { gateway: "main", hosts, sectionName: "https" } }), []);
    assert.deepEqual(errors({ route: { kind: "Ingress", hosts, sectionName: "https" } }), [
      `${root}.route: sectionName belongs to kind HTTPRoute: it names a listener of a Gateway`,
    ]);
  });
});

describe("probes.*.http", () => {
  it("takes a scheme and headers", () => {
    const http = { path: "/", scheme: "HTTPS", headers: { Host: "www.example" } };
    assert.deepEqual(errors({ probes: { readiness: { http } } }), []);
    const wrong = { path: "healthz", scheme: "https", headers: { "Ho st": "www.example" } };
    assert.deepEqual(errors({ probes: { readiness: { http: wrong } } }), [
      `${root}.probes.readiness.http.path: "healthz" was given; allowed: a path that starts with "/", without spaces`,
      `${root}.probes.readiness.http.scheme: "https" was given; allowed: one of HTTP, HTTPS`,
      `${root}.probes.readiness.http.headers.Ho st: "Ho st" is not a name this map takes; allowed: the name of a header: letters, digits and -`,
    ]);
  });
});
