import assert from "node:assert/strict";
import { faults } from "../../../components/kubernetes/check.ts";
import { horizontalPodAutoscaler } from "../../../components/objects.ts";
import { versionLabel } from "../../../components/objects/labels.ts";
import { imageReference } from "../../../components/objects/image.ts";
import { renderService } from "../../../components/render.ts";
import { checkRules } from "../../../components/rules.ts";
import { versionOf } from "../../../release/status.ts";
import { errorsOf, stackOf, website } from "../support.ts";

const at = "releases:services.web";

function errors(basic: object): readonly string[] {
  const web = { template: "website", image: "localhost/web", ...basic };
  return errorsOf({ services: { web }, current: { web: { version: "v1" } } });
}

function podOf(basic: object): Record<string, unknown> {
  const deployment = renderService(website(basic)).find(({ kind }) => kind === "Deployment") as unknown as {
    spec: { replicas?: number; template: { spec: Record<string, unknown> } };
  };
  const { spec } = deployment.spec.template;
  assert.deepEqual(faults(spec, "#PodSpec", "whole"), []);
  return spec;
}

describe("the pods", () => {
  it("are asked at the port that takes the place of the template's", () => {
    const [container] = podOf({ ports: { http: null, web: { container: 3000 } } }).containers as {
      readinessProbe: object;
    }[];
    assert.deepEqual(container?.readinessProbe, {
      httpGet: { path: "/healthz", port: "web" },
      periodSeconds: 1,
      timeoutSeconds: 2,
      failureThreshold: 2,
    });
  });

  it("look names up as they are told", () => {
    const dns = {
      policy: "None",
      nameservers: ["10.0.0.2"],
      searches: ["shop.example"],
      options: { ndots: "2", rotate: "" },
    };
    const { dnsPolicy, dnsConfig, hostAliases } = podOf({ dns, hostAliases: { "10.0.0.7": ["bank.example"] } });
    assert.equal(dnsPolicy, "None");
    assert.deepEqual(dnsConfig, {
      nameservers: ["10.0.0.2"],
      searches: ["shop.example"],
      options: [{ name: "ndots", value: "2" }, { name: "rotate" }],
    });
    assert.deepEqual(hostAliases, [{ ip: "10.0.0.7", hostnames: ["bank.example"] }]);
    assert.deepEqual(errors({ dns: { policy: "None" }, hostAliases: { bank: ["10.0.0.7"] } }), [
      `${at}.dns: policy None asks nobody: name nameservers`,
      `${at}.hostAliases.bank: "bank" is not a name this map takes; allowed: an IP address`,
    ]);
  });

  it("are placed as Kubernetes' own words say, each field checked", () => {
    const spread = [{ maxSkew: 1, topologyKey: "example.com/rack", whenUnsatisfiable: "DoNotSchedule" }];
    const placement = { runtimeClass: "sandboxed", scheduler: "mine", spreadNodes: "off", spreadZones: "off", spread };
    const pod = podOf({ placement });
    assert.deepEqual([pod.runtimeClassName, pod.schedulerName], ["sandboxed", "mine"]);
    const labelSelector = { matchLabels: { "app.kubernetes.io/name": "web", track: "stable" } };
    assert.deepEqual(pod.topologySpreadConstraints, [{ labelSelector, ...spread[0] }]);
    assert.deepEqual(errors({ placement: { affinity: { nodeAfinity: {} }, spread: [{ maxSkew: "1" }] } }), [
      `${at}.placement.affinity.nodeAfinity: unknown field; did you mean "nodeAffinity"?`,
      `${at}.placement.spread[0].maxSkew: "1" was given; allowed: a whole number`,
    ]);
  });

  it("have devices by their limit alone", () => {
    const [{ resources }] = podOf({ resources: { devices: { "nvidia.com/gpu": 2 } } }).containers as [
      { resources: object },
    ];
    assert.deepEqual(resources, {
      requests: { cpu: "50m", memory: "64Mi" },
      limits: { memory: "128Mi", "nvidia.com/gpu": "2" },
    });
  });

  it("run a command after the start and before the stop, which then takes the time that is said", () => {
    const basic = { afterStart: ["/warm"], drain: { command: ["/leave"], sleep: "1s" } };
    const [{ lifecycle }] = podOf(basic).containers as [{ lifecycle: object }];
    assert.deepEqual(lifecycle, {
      postStart: { exec: { command: ["/warm"] } },
      preStop: { exec: { command: ["/leave"] } },
    });
    const codes = (more: object) =>
      checkRules(stackOf({ web: { template: "website", image: "localhost/web", ...basic, ...more } })).map(
        ({ code }) => code,
      );
    assert.deepEqual(codes({}), ["ZD004"]);
    assert.deepEqual(codes({ drain: { command: ["/leave"], sleep: "5s" } }), []);
    // A patch elsewhere changes nothing of that.
    const patches = { Deployment: { spec: { template: { spec: { dnsPolicy: "Default" } } } } };
    assert.deepEqual(codes({ drain: { command: ["/leave"], sleep: "5s" }, patches }), []);
  });
});

describe("the autoscaler", () => {
  it("goes by other metrics, at the pace that is said", () => {
    const metrics = [
      { type: "External", external: { metric: { name: "queue" }, target: { type: "Value", value: "9" } } },
    ];
    const behavior = { scaleDown: { stabilizationWindowSeconds: 60 } };
    const made = horizontalPodAutoscaler(website({ autoscaling: { min: 1, max: 3, metrics, behavior } }));
    assert.deepEqual(faults(made, "#HorizontalPodAutoscaler", "whole"), []);
    assert.deepEqual([made?.spec.metrics, made?.spec.behavior], [metrics, behavior]);
    assert.deepEqual(errors({ autoscaling: { min: 1, max: 3, metrics: [{ type: "External", extern: {} }] } }), [
      `${at}.autoscaling.metrics[0].extern: unknown field; did you mean "external"?`,
    ]);
  });

  it("is left to others, who then say the number of pods", () => {
    const service = website({ autoscaling: { min: 1, max: 3, byOthers: true } });
    assert.equal(horizontalPodAutoscaler(service), undefined);
    const deployment = renderService(service).find(({ kind }) => kind === "Deployment") as unknown as { spec: object };
    assert.ok(!("replicas" in deployment.spec));
    assert.deepEqual(errors({ autoscaling: { min: 1, max: 3, byOthers: true, cpu: 80 } }), [
      `${at}.autoscaling: what others scale by is theirs to say: with byOthers only min and max`,
    ]);
  });
});

describe("a version with its digest", () => {
  const version = `v1.2@sha256:${"0123456789abcdef".repeat(4)}`;

  it("is a version as any other", () => {
    const image = imageReference("localhost/web", version);
    assert.equal(image, `localhost/web:${version}`);
    assert.equal(versionOf(image), version);
    assert.equal(versionLabel(version), "v1.2");
    assert.equal(website({}, { version }).release.version, version);
  });

  it("does not move, whatever its tag is called", () => {
    const stack = stackOf(
      { web: { template: "website", image: "localhost/web" } },
      { current: { web: { version: version.replace("v1.2", "latest") } } },
    );
    assert.deepEqual(checkRules(stack), []);
  });
});
