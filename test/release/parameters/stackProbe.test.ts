import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { readStack } from "../../../release/parameters/stack.ts";

const projectDir = resolve(import.meta.dirname, "../../..");

/** What the service is asked from outside whose readiness probe is this one. */
function probeOf(http: string) {
  const text = `config:
  releases:services:
    web: { template: website, image: localhost/web, probes: { readiness: { http: ${http} } } }
  releases:current: { web: { version: v1 } }
`;
  const location = { projectDir, stack: "test", configFile: join(projectDir, "Pulumi.test.yaml") };
  return readStack(location, text).services.get("web")?.probe;
}

describe("what a service is asked from outside", () => {
  it("is what its readiness probe asks, or nothing where the proxy could not ask that", () => {
    assert.deepEqual(probeOf("{ path: /ready }"), { service: "web", port: 80, path: "/ready" });
    assert.equal(probeOf("{ path: /ready, scheme: HTTPS }"), undefined);
    assert.equal(probeOf("{ path: /ready, headers: { Host: shop.example } }"), undefined);
  });
});
