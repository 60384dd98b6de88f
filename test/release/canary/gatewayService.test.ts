import assert from "node:assert/strict";
import { gatewayService } from "../../../release/canary/gatewayService.ts";

const listeners = [
  { name: "secure", port: 8443, protocol: "HTTPS" },
  { name: "web", port: 8000, protocol: "HTTP" },
];
const gateway = { spec: { listeners }, status: { addresses: [{ value: "198.18.128.9" }] } };
const ports = [
  { name: "metrics", port: 9100 },
  { name: "web", port: 80, targetPort: 8000 },
];
const traefik = { metadata: { name: "traefik" }, spec: { clusterIPs: ["198.18.128.9"], ports } };
const other = { metadata: { name: "other" }, spec: { clusterIPs: ["198.18.128.10"], ports } };

describe("the Service that a gateway answers at", () => {
  it("is the one with its address, at the port that leads to its listener", () => {
    assert.deepEqual(gatewayService(gateway, [other, traefik]), { name: "traefik", port: 80 });
  });

  it("may have the address from outside, or as a name", () => {
    const named = { ...gateway, status: { addresses: [{ value: "lb.example" }] } };
    const balanced = { ...other, status: { loadBalancer: { ingress: [{ hostname: "lb.example" }] } } };
    assert.deepEqual(gatewayService(named, [traefik, balanced]), { name: "other", port: 80 });
  });

  it("is none where it listens with TLS alone, has no address yet, or its address is no Service's", () => {
    const secure = { ...gateway, spec: { listeners: [{ port: 443, protocol: "HTTPS" }] } };
    assert.equal(gatewayService(secure, [traefik]), "it listens with TLS alone");
    assert.equal(gatewayService(gateway, [traefik], "secure"), "it listens with TLS alone");
    assert.deepEqual(gatewayService(gateway, [traefik], "web"), { name: "traefik", port: 80 });
    assert.equal(gatewayService({ spec: { listeners } }, [traefik]), "no Service beside it has its address (none yet)");
    assert.equal(gatewayService(gateway, [other]), "no Service beside it has its address (198.18.128.9)");
  });
});
