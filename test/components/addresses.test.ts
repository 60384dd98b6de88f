import assert from "node:assert/strict";
import { addresses } from "../../components/addresses.ts";
import { stackOf, website } from "./support.ts";

const gateway = { kind: "HTTPRoute", gateway: "main" };

describe("the addresses of a service", () => {
  it("are its name in its namespace at its first port, from inside the cluster", () => {
    assert.deepEqual(addresses(website({ namespace: "backend" })), { url: "http://web.backend.svc:80" });
    const ports = { http: null, main: { container: 9000 }, metrics: { container: 9090 } };
    const probes = { readiness: { http: { path: "/", port: "main" } }, startup: null, liveness: null };
    assert.deepEqual(addresses(website({ ports, probes })), { url: "http://web.staging.svc:9000" });
  });

  it("say what the port speaks", () => {
    const urlOf = (service: object): string | undefined =>
      addresses(stackOf({ it: { image: "localhost/it", waivers, ...service } }).services[0]!).url;
    const waivers = { ZD001: "no request is sent to it" };
    assert.equal(urlOf({ template: "database" }), "tcp://it.staging.svc:3306");
    assert.equal(urlOf({ template: "api", ports: { http: { appProtocol: "grpc" } } }), "grpc://it.staging.svc:80");
    const spoken = { "kubernetes.io/h2c": "http", "kubernetes.io/wss": "wss", "example.com/ours": "tcp" };
    for (const [appProtocol, scheme] of Object.entries(spoken)) {
      const readiness = { http: null, tcp: {} };
      const url = urlOf({ template: "api", ports: { http: { appProtocol } }, probes: { readiness } });
      assert.equal(url, `${scheme}://it.staging.svc:80`);
    }
  });

  it("are none for a service without ports", () => {
    assert.deepEqual(addresses(stackOf({ queue: { template: "worker", image: "localhost/q" } }).services[0]!), {});
  });

  it("are one for each host of its route, https where an Ingress has a certificate", () => {
    const publicUrls = (route: object): string[] | undefined => addresses(website({ route })).publicUrls;
    const hosts = ["www.example", "example"];
    assert.deepEqual(publicUrls({ kind: "Ingress", hosts }), ["http://www.example/", "http://example/"]);
    assert.deepEqual(publicUrls({ kind: "Ingress", hosts, tlsSecret: "www-tls", path: "/shop" }), [
      "https://www.example/shop",
      "https://example/shop",
    ]);
    assert.deepEqual(publicUrls({ ...gateway, hosts }), ["http://www.example/", "http://example/"]);
  });

  it("name no host that nobody can open", () => {
    assert.equal(addresses(website({ route: { ...gateway, hosts: ["*.example"] } })).publicUrls, undefined);
    const mixed = addresses(website({ route: { ...gateway, hosts: ["*.example", "example"] } }));
    assert.deepEqual(mixed.publicUrls, ["http://example/"]);
  });
});
