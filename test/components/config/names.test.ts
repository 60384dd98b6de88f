import assert from "node:assert/strict";
import { errorsOf, website } from "../support.ts";

describe("names of objects that others make", () => {
  it("may have dots, as Kubernetes lets them", () => {
    const route = { kind: "Ingress", hosts: ["www.example"], class: "nginx.internal", tlsSecret: "www.example-tls" };
    const placement = { priorityClass: "front.example" };
    const volumes = { data: { mount: "/data", size: "1Gi", storageClass: "csi.fast" } };
    const service = website({ route, placement, volumes, imagePullSecrets: ["1password.registry"] });
    assert.equal(service.route?.tlsSecret, "www.example-tls");
    assert.deepEqual(service.imagePullSecrets, ["1password.registry"]);
  });

  it("are refused where Kubernetes would refuse them", () => {
    const wrong = ["a..b", ".a", "a.", "A", "a_b", "-a"];
    const services = { web: { template: "website", image: "localhost/web", imagePullSecrets: wrong } };
    const allowed = 'a DNS name: a-z, 0-9, "-" and ".", at most 253 characters';
    assert.deepEqual(
      errorsOf({ services, current: { web: { version: "v1" } } }),
      wrong.map(
        (name, index) => `releases:services.web.imagePullSecrets[${index}]: "${name}" was given; allowed: ${allowed}`,
      ),
    );
  });
});
