import assert from "node:assert/strict";
import { canaryAutoscaler, canaryDeployment, trackServices } from "../../../components/objects/canary.ts";
import { deployment } from "../../../components/objects/deployment.ts";
import { horizontalPodAutoscaler } from "../../../components/objects/horizontalPodAutoscaler.ts";
import { podDisruptionBudget } from "../../../components/objects/podDisruptionBudget.ts";
import { service as kubernetesService } from "../../../components/objects/service.ts";
import { website } from "../support.ts";

const route = { gateway: "main", hosts: ["www.example"] };
const autoscaling = { min: 2, max: 10, cpu: 70 };
const at = (weight: number, more: object = {}) => ({ version: "v1", canary: { version: "v2", weight, ...more } });
const behavior = { scaleDown: { stabilizationWindowSeconds: 60 } };
const gently = { stabilizationWindowSeconds: 300, policies: [{ type: "Percent", value: 10, periodSeconds: 60 }] };
const specOf = (made: unknown) => (made as { spec: Record<string, unknown> }).spec;

describe("a canary's pods", () => {
  it("are as many as take its share, while all of the stable ones stay", () => {
    const service = website({ route, replicas: 10, canary: {} }, at(25));
    assert.equal(specOf(canaryDeployment(service, {})).replicas, 3);
    assert.equal(specOf(deployment(service, {})).replicas, 10);
    assert.deepEqual(specOf(canaryDeployment(service, {})).selector, {
      matchLabels: { "app.kubernetes.io/name": "web", track: "canary" },
    });
  });

  it("lose none before another is there, whatever the service's own rollouts may do", () => {
    const rollouts = [
      [
        { maxSurge: 0, maxUnavailable: 1 },
        { maxSurge: 1, maxUnavailable: 0 },
      ],
      [
        { maxSurge: "50%", maxUnavailable: "50%" },
        { maxSurge: "50%", maxUnavailable: 0 },
      ],
    ];
    const waivers = { ZD001: "of the stable pods some may be missing" };
    for (const [rollout, rollingUpdate] of rollouts) {
      const service = website({ route, replicas: 4, rollout, canary: {}, waivers }, at(10));
      assert.deepEqual(specOf(canaryDeployment(service, {})).strategy, { type: "RollingUpdate", rollingUpdate });
      assert.deepEqual(specOf(deployment(service, {})).strategy, { type: "RollingUpdate", rollingUpdate: rollout });
    }
  });

  it("are left to drain by themselves: Pulumi waits for the end of the stable ones alone", () => {
    const service = website({ canary: {} }, at(25));
    const propagation = [canaryDeployment(service, {}), deployment(service, {})].map(
      (made) => made?.metadata.annotations?.["pulumi.com/deletionPropagationPolicy"],
    );
    assert.deepEqual(propagation, ["background", undefined]);
  });

  it("never count for the stable ones' budget where they have Services of their own", () => {
    const counted = (...args: Parameters<typeof website>) =>
      specOf(podDisruptionBudget(website(...args))).selector as { matchLabels: object };
    const stable = { "app.kubernetes.io/name": "web", track: "stable" };
    for (const current of [{ version: "v1" }, at(10)]) {
      assert.deepEqual(counted({ route, canary: {} }, current).matchLabels, stable);
    }
    for (const more of [{ route }, { canary: {}, replicas: 9 }]) {
      assert.deepEqual(counted(more, at(10)).matchLabels, { "app.kubernetes.io/name": "web" });
    }
  });

  it("are scaled beside the stable ones, from what the share asks for to the same share of the most", () => {
    const scaled = website({ route, autoscaling, canary: {} }, at(50));
    assert.deepEqual(specOf(canaryAutoscaler(scaled)), {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web-canary" },
      minReplicas: 1,
      maxReplicas: 5,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
      ],
    });
    assert.equal(specOf(canaryDeployment(scaled, {})).replicas, 1);
    const seen = website({ route, autoscaling, canary: {} }, at(50, { replicas: 4 }));
    const { minReplicas, maxReplicas } = specOf(canaryAutoscaler(seen));
    assert.deepEqual([minReplicas, maxReplicas, specOf(canaryDeployment(seen, {})).replicas], [4, 5, 4]);
  });

  it("leave the stable ones what they have: their autoscaler takes none away while some requests go elsewhere", () => {
    const held = (more: object, release?: object) =>
      specOf(horizontalPodAutoscaler(website({ route, autoscaling: { ...autoscaling, ...more }, canary: {} }, release)))
        .behavior;
    assert.deepEqual(held({}, at(10)), { scaleDown: { ...gently, selectPolicy: "Disabled" } });
    assert.deepEqual(held({ behavior }, at(10)), {
      scaleDown: { stabilizationWindowSeconds: 60, selectPolicy: "Disabled" },
    });
  });

  it("give all requests back at once: the stable ones then go slowly, unless the service says how", () => {
    const after = (more: object) =>
      specOf(horizontalPodAutoscaler(website({ autoscaling, route, canary: {}, ...more }))).behavior;
    const scaleUp = { stabilizationWindowSeconds: 5 };
    assert.deepEqual(after({}), { scaleDown: gently });
    assert.deepEqual(after({ autoscaling: { ...autoscaling, behavior: { scaleUp } } }), { scaleUp, scaleDown: gently });
    assert.deepEqual(after({ autoscaling: { ...autoscaling, behavior } }), behavior);
    assert.equal(after({ canary: undefined }), undefined);
    assert.equal(after({ route: undefined }), undefined);
  });

  it("are scaled by nobody where their number is their share, and where others scale the stable ones", () => {
    assert.equal(
      canaryAutoscaler(website({ autoscaling, canary: {}, waivers: { ZD017: "shares are rough here" } }, at(50))),
      undefined,
    );
    const byOthers = { min: 2, max: 10, byOthers: true };
    assert.equal(canaryAutoscaler(website({ route, autoscaling: byOthers, canary: {} }, at(50))), undefined);
    assert.equal(canaryAutoscaler(website({ route, autoscaling, canary: {} })), undefined);
  });
});

describe("the Services of a service's tracks", () => {
  const names = (...args: Parameters<typeof website>) =>
    trackServices(website(...args)).map(({ metadata }) => metadata.name);
  const selector = (...args: Parameters<typeof website>) => specOf(kubernetesService(website(...args))).selector;
  const both = { "app.kubernetes.io/name": "web" };

  it("stand always where a canary is declared that routes weigh, and the service's own leads to the stable one", () => {
    for (const current of [{ version: "v1" }, at(10)]) {
      assert.deepEqual(names({ route, canary: {} }, current), ["web-stable", "web-canary"]);
      assert.deepEqual(selector({ route, canary: {} }, current), { ...both, track: "stable" });
    }
  });

  it("stand while a share is weighed where none is declared, and never where pods are counted", () => {
    assert.deepEqual(names({ route }), []);
    assert.deepEqual(names({ route }, at(10)), ["web-stable", "web-canary"]);
    assert.deepEqual(selector({ route }, at(10)), both);
    assert.deepEqual(names({ canary: {}, replicas: 9 }, at(10)), []);
    assert.deepEqual(selector({ canary: {}, replicas: 9 }, at(10)), both);
  });

  it("have what the service's own has of annotations: a gateway's balancing goes by those of the Service that it leads to; names in the DNS are the one's alone", () => {
    const annotations = { "traefik.ingress.kubernetes.io/service.nativelb": "true" };
    const name = { "external-dns.alpha.kubernetes.io/hostname": "www.example" };
    const made = website({ route, canary: {}, owner: "web", service: { annotations: { ...annotations, ...name } } });
    for (const { metadata } of trackServices(made)) {
      assert.deepEqual(metadata.annotations, { ...annotations, "releases/owner": "web" });
    }
    assert.deepEqual(kubernetesService(made)?.metadata.annotations, {
      ...annotations,
      ...name,
      "releases/owner": "web",
    });
  });
});
