import assert from "node:assert/strict";
import { fewest } from "../../../release/adopt/fewest.ts";
import { parametersOf } from "../../../release/adopt/parameters.ts";
import { workloadsIn } from "../../../release/adopt/workloads.ts";
import type { Live } from "../../../release/adopt/live.ts";
import { live, liveDeployment, liveService } from "./builders.ts";

const workload = (of: Live) => workloadsIn(of, []).workloads[0]!;
const service = (of: Live) => fewest(parametersOf(workload(of)).basic);

describe("a workload as a service", () => {
  it("of kubectl's making has little to say", () => {
    assert.deepEqual(service(live({ Deployment: [liveDeployment()], Service: [liveService()] })), {
      template: "plain",
      image: "localhost/web",
      replicas: 2,
      ports: { http: { container: 8080, service: 80 } },
      labels: { app: "web" },
      selector: { app: "web" },
    });
  });

  it("has the template that leaves least to say", () => {
    const asked = { httpGet: { path: "/healthz", port: "http" }, timeoutSeconds: 2 };
    const deployment = liveDeployment({
      spec: {
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        minReadySeconds: 2,
        progressDeadlineSeconds: 120,
      },
      container: {
        ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
        startupProbe: { ...asked, periodSeconds: 1, failureThreshold: 60 },
        readinessProbe: { ...asked, periodSeconds: 1, failureThreshold: 2 },
        livenessProbe: { ...asked, timeoutSeconds: 5, failureThreshold: 3 },
        resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
      },
    });
    assert.equal(service(live({ Deployment: [deployment], Service: [liveService()] })).template, "website");
  });

  it("takes its version from the image's tag or digest", () => {
    const version = (image: string) =>
      parametersOf(workload(live({ Deployment: [liveDeployment({ container: { image } })] })));
    assert.equal(version("registry.example:5000/web:v1.2").version, "v1.2");
    assert.equal(version("registry.example:5000/web:v1.2").basic.image, "registry.example:5000/web");
    assert.equal(version("web@sha256:abc").version, "sha256:abc");
  });
});

describe("what cannot become a service", () => {
  const why = (of: Partial<Live>) =>
    workloadsIn(live(of), []).refused.map(({ kind, name, why: text }) => `${kind} ${name}: ${text}`);

  it("is told with the reason", () => {
    assert.deepEqual(why({ Deployment: [liveDeployment({ container: { image: "localhost/web" } })] }), [
      "Deployment web: its image localhost/web has no tag, so no version is known: kubectl set image",
    ]);
    assert.deepEqual(why({ Deployment: [liveDeployment({ status: { availableReplicas: 1 } })] }), [
      "Deployment web: it is not through with its rollout (2 of 2 new, 1 available)",
    ]);
    const owned = { ownerReferences: [{ kind: "Shop", name: "main", controller: true }] };
    assert.deepEqual(why({ Deployment: [liveDeployment({ metadata: owned })] }), [
      "Deployment web: Shop main made it and would undo every change of ours",
    ]);
    const pulumi = { managedFields: [{ manager: "pulumi-kubernetes-1a2b", operation: "Apply" }] };
    assert.match(why({ Deployment: [liveDeployment({ metadata: pulumi })] })[0]!, /a Pulumi program has it already/);
    const database = { apiVersion: "apps/v1", kind: "StatefulSet", metadata: { name: "database" } };
    assert.match(why({ StatefulSet: [database] })[0]!, /^StatefulSet database: its pods have names and volumes/);
  });

  it("leaves a Service of another name to whoever has it", () => {
    const { workloads, left } = workloadsIn(
      live({ Deployment: [liveDeployment()], Service: [liveService("front")] }),
      [],
    );
    assert.ok(!("service" in workloads[0]!));
    assert.deepEqual(left, [
      { kind: "Service", name: "front", why: "it goes on with the pods of web, under its own name" },
    ]);
  });
});
