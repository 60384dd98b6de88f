import assert from "node:assert/strict";
import { inOurWords } from "../../../components/config/kubernetesWords.ts";
import { errorsOf } from "../support.ts";

function told(web: object): readonly string[] {
  const services = { web: { template: "website", image: "localhost/web", ...web } };
  return errorsOf({ services, current: { web: { version: "v1" } } }).map((line) =>
    line.replace("releases:services.web.", ""),
  );
}

describe("Kubernetes' own words", () => {
  it("are led to ours", () => {
    const words = {
      nodeSelector: {},
      readinessProbe: {},
      serviceAccountName: "a",
      minReplicas: 1,
      securityContext: {},
    };
    assert.deepEqual(told(words), [
      "minReplicas: unknown parameter; here it is autoscaling.min",
      "nodeSelector: unknown parameter; here it is placement.nodeSelector",
      "readinessProbe: unknown parameter; here it is probes.readiness",
      "securityContext: unknown parameter; here it is security",
      "serviceAccountName: unknown parameter; here it is security.serviceAccount",
    ]);
  });

  it("are named alone beside their place", () => {
    const readiness = { httpGet: { path: "/" }, initialDelaySeconds: 3, periodSeconds: 1 };
    assert.deepEqual(told({ probes: { readiness } }), [
      "probes.readiness.httpGet: unknown parameter; here it is http",
      "probes.readiness.initialDelaySeconds: unknown parameter; here it is delay",
      "probes.readiness.periodSeconds: unknown parameter; here it is period",
    ]);
    assert.deepEqual(told({ autoscaling: { minReplicas: 1, max: 3, min: 1, cpu: 70 } }), [
      "autoscaling.minReplicas: unknown parameter; here it is min",
    ]);
  });

  it("are not looked for in what is only written wrong", () => {
    assert.deepEqual(told({ replcas: 3 }), ['replcas: unknown parameter; did you mean "replicas"?']);
    assert.equal(inOurWords("constructor", []), undefined);
  });
});

describe("what a field takes", () => {
  it("is said of a port by its number, an empty list and a host in capitals", () => {
    const route = { gateway: "main", hosts: [], paths: [] };
    assert.deepEqual(told({ probes: { readiness: { http: { port: 8080 } } }, route }), [
      "route.paths: a list of 0 was given; allowed: a list of at least 1",
      "probes.readiness.http.port: 8080 was given; allowed: the name of a port in `ports`, e.g. http, not its number",
    ]);
    assert.deepEqual(told({ route: { gateway: "main", hosts: ["EXAMPLE.com"] } }), [
      'route.hosts[0]: "EXAMPLE.com" was given; allowed: a host name like shop.example or *.shop.example, in lower case, no IP address',
    ]);
  });
});
