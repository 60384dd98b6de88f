import assert from "node:assert/strict";
import { addresses } from "../../../components/addresses.ts";
import { renderService } from "../../../components/render.ts";
import { checkRules } from "../../../components/rules.ts";
import { errorsOf, stackOf, website } from "../support.ts";

const at = "releases:services.web";

function errors(basic: object): readonly string[] {
  const web = { template: "website", image: "localhost/web", ...basic };
  return errorsOf({ services: { web }, current: { web: { version: "v1" } } });
}

function codes(services: Record<string, object>): string[] {
  return checkRules(stackOf(services)).map(({ code, path }) => `${code} ${path}`);
}

function specOf(basic: object): object | undefined {
  const made = renderService(website(basic)).find(({ kind }) => kind === "Service");
  return (made as unknown as { spec: object } | undefined)?.spec;
}

describe("the Service", () => {
  it("has the type, and keeps clients with their pods, as asked for", () => {
    const service = { type: "NodePort", stickyFor: "1m", externalTraffic: "Local" };
    assert.deepEqual(specOf({ service, ports: { http: { nodePort: 30080 } } }), {
      type: "NodePort",
      selector: { "app.kubernetes.io/name": "web" },
      ports: [{ name: "http", port: 80, targetPort: "http", protocol: "TCP", appProtocol: "http", nodePort: 30080 }],
      sessionAffinity: "ClientIP",
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
      externalTrafficPolicy: "Local",
    });
  });

  it("is told what does not go together", () => {
    const service = { headless: true, type: "LoadBalancer", stickyFor: "1m", externalTraffic: "Local" };
    assert.deepEqual(errors({ service }), [
      `${at}.service: a headless Service is a ClusterIP one`,
      `${at}.service: stickyFor needs an address that stands before the pods, which a headless Service has not`,
    ]);
    assert.deepEqual(errors({ service: { sourceRanges: ["10.0.0.0/8"], externalTraffic: "Local" } }), [
      `${at}.service: loadBalancerClass and sourceRanges go with type LoadBalancer`,
      `${at}.service: externalTraffic goes with type NodePort or LoadBalancer`,
    ]);
    assert.deepEqual(errors({ ports: { http: { nodePort: 30080 } } }), [
      `${at}.ports.http.nodePort: goes with service.type NodePort or LoadBalancer`,
    ]);
  });

  it("that is headless wants pods that stay until clients have forgotten them", () => {
    const web = { template: "website", image: "localhost/web", service: { headless: true } };
    assert.deepEqual(codes({ web }), [`ZD004 ${at}.drain.sleep`]);
    assert.deepEqual(codes({ web: { ...web, drain: { sleep: "33s" } } }), []);
    const plain = { ...web, service: {} };
    const patches = { Service: { spec: { clusterIP: "None", publishNotReadyAddresses: true } } };
    assert.deepEqual(codes({ web: { ...plain, patches } }), [`ZD004 ${at}.patches`, `ZD023 ${at}.patches`]);
  });
});

describe("a port that is not served", () => {
  const metrics = { metrics: { container: 9394, served: false } };

  it("is no port of the Service, and makes no server of a worker", () => {
    const worker = { template: "worker", image: "localhost/worker", ports: metrics };
    assert.deepEqual(codes({ worker }), []);
    const { services } = stackOf({ worker });
    assert.equal(
      renderService(services[0]!).some(({ kind }) => kind === "Service"),
      false,
    );
    assert.deepEqual(addresses(services[0]!), {});
    assert.match(JSON.stringify(renderService(services[0]!)), /"containerPort":9394/);
  });

  it("leads no route anywhere", () => {
    const route = { gateway: "main", hosts: ["www.example"], port: "metrics" };
    assert.deepEqual(errors({ ports: metrics, route }), [`${at}.route.port: metrics is not served; allowed: http`]);
    assert.deepEqual(errors({ ports: { ...metrics, http: null }, probes: null, route }), [
      `${at}.route: no port is served`,
    ]);
  });

  it("may be asked whether the pods are alive, but not for whether they serve", () => {
    const probes = { liveness: { http: { path: "/healthz", port: "metrics" } } };
    assert.deepEqual(codes({ web: { template: "website", image: "localhost/web", ports: metrics, probes } }), []);
    const readiness = { http: { path: "/healthz", port: "metrics" } };
    assert.deepEqual(
      codes({ web: { template: "website", image: "localhost/web", ports: metrics, probes: { readiness } } }),
      [`ZD003 ${at}.probes.readiness`],
    );
  });
});
