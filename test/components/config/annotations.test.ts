import assert from "node:assert/strict";
import { errorsOf, website } from "../support.ts";

const root = "releases:services.web";
const allowed =
  "is not a name this map takes; allowed: a key like example.com/name; releases/... and kubectl.kubernetes.io/restartedAt are set by releases";

describe("annotations", () => {
  it("are taken for pods and routes, as texts", () => {
    const annotations = {
      "nginx.ingress.kubernetes.io/ssl-redirect": true,
      "kubectl.kubernetes.io/default-container": "a",
    };
    const route = { kind: "Ingress", hosts: ["www.example"], annotations };
    const service = website({ route, podAnnotations: { "prometheus.io/port": 9090, plain: "" } });
    assert.deepEqual(service.podAnnotations, { "prometheus.io/port": "9090", plain: "" });
    assert.equal(service.route?.annotations["nginx.ingress.kubernetes.io/ssl-redirect"], "true");
  });

  it("are refused where they are ours, or no annotation to Kubernetes", () => {
    const keys = ["-a", "/a", "a b", "a/b/c", "kubectl.kubernetes.io/restartedAt", "releases/config-hash"];
    const annotations = Object.fromEntries(keys.map((key) => [key, "x"]));
    const route = { kind: "Ingress", hosts: ["www.example"], annotations };
    const services = { web: { template: "website", image: "localhost/web", route, podAnnotations: annotations } };
    assert.deepEqual(
      errorsOf({ services, current: { web: { version: "v1" } } }),
      ["route.annotations", "podAnnotations"].flatMap((at) =>
        keys.map((key) => `${root}.${at}.${key}: "${key}" ${allowed}`),
      ),
    );
  });
});
