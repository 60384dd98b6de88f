import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { readStack } from "../../parameters/stack.ts";

const projectDir = resolve(import.meta.dirname, "../..");

/** The probe of a service with these parameters. */
function probeOf(parameters: string) {
  const location = { projectDir, stack: "test", configFile: join(projectDir, "Pulumi.test.yaml") };
  const text = `config:
  releases:services:
    web: { template: website, image: localhost/web, owner: tests, ${parameters}, waivers: { ZD003: a test of what is asked } }
  releases:current:
    web: { version: v1 }
  releases:namespace: test
`;
  return readStack(location, text).services.get("web")?.probe;
}

const ports = "ports: { metrics: { container: 9090 }, http: { container: 8080, service: 80 } }";
const ready = (http: string): string => `probes: { readiness: { http: ${http} } }`;

describe("what a service is asked once a release is over", () => {
  it("is its readiness probe's path on that probe's own port, by the Service's number", () => {
    const probe = probeOf(`${ports}, ${ready("{ path: /ready, port: http }")}`);
    assert.deepEqual(probe, { service: "web", port: 80, path: "/ready" });
    assert.equal(probeOf(`${ports}, ${ready("{ path: /ready, port: metrics }")}`)?.port, 9090);
  });

  it("is asked over TLS where the probe is", () => {
    const probe = probeOf(`${ports}, ${ready("{ path: /ready, port: http, scheme: HTTPS }")}`);
    assert.deepEqual(probe, { service: "web", port: 80, path: "/ready", scheme: "https" });
  });

  it("is nothing where the probe sends headers, which the API server's proxy does not", () => {
    assert.equal(probeOf(`${ports}, ${ready("{ path: /ready, headers: { Host: shop.example } }")}`), undefined);
  });

  it("is nothing where that probe is no HTTP request", () => {
    assert.equal(probeOf(`${ports}, probes: { readiness: { tcp: { port: http }, http: null } }`), undefined);
  });
});
