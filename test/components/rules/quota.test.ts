import assert from "node:assert/strict";
import { surgeFitsQuota } from "../../../components/rules/quota.ts";
import { stackOf } from "../support.ts";

function findings(quota: object, basic: object, release: object = { version: "v1" }): string[] {
  const web = { template: "website", image: "localhost/web", ...basic };
  const stack = stackOf({ web }, { current: { web: release }, namespaces: { staging: { quota } } });
  return surgeFitsQuota
    .check(stack.services[0]!, stack)
    .map(({ parameter, message, fix }) => `${parameter}: ${message}; ${fix}`);
}

const exceeded = (said: string) =>
  `rollout.maxSurge: the namespace's quota allows ${said}: new pods would be refused; ` +
  "raise the quota, or lower replicas, requests or maxSurge";

describe("the namespace's quota (ZD014)", () => {
  it("counts the surge of the most pods an autoscaler may choose", () => {
    const basic = { autoscaling: { min: 2, max: 10, cpu: 80 }, rollout: { maxSurge: "50%" } };
    assert.deepEqual(findings({ pods: 14 }, basic), [
      exceeded("14 pods; its services use 10, and 5 pods more while this one rolls make 15"),
    ]);
    assert.deepEqual(findings({ pods: 15 }, basic), []);
  });

  it("counts the canary's pods, and that they roll too", () => {
    const release = { version: "v1", canary: { version: "v2", replicas: 2 } };
    assert.deepEqual(findings({ pods: 7 }, { replicas: 4 }, release), [
      exceeded("7 pods; its services use 6, and 2 pods more while this one rolls make 8"),
    ]);
    assert.deepEqual(findings({ pods: 8 }, { replicas: 4 }, release), []);
  });

  it("counts of a canary that is scaled the most there may be of it, and one that it rolls by", () => {
    const route = { gateway: "main", hosts: ["www.example"] };
    const basic = { route, autoscaling: { min: 2, max: 10, cpu: 70 }, canary: {} };
    const release = { version: "v1", canary: { version: "v2", weight: 50 } };
    assert.deepEqual(findings({ pods: 16 }, basic, release), [
      exceeded("16 pods; its services use 15, and 2 pods more while this one rolls make 17"),
    ]);
    assert.deepEqual(findings({ pods: 17 }, basic, release), []);
  });

  it("counts of an init container what it wants beyond the main one", () => {
    const own = (cpu: string) => ({ resources: { requests: { cpu, memory: "16Mi" } } });
    const initContainers = { migrate: own("1"), warm: own("200m") };
    const basic = { replicas: 1, initContainers, sidecars: { proxy: { image: "localhost/proxy:v3", ...own("100m") } } };
    assert.deepEqual(findings({ "requests.cpu": "2" }, basic), [
      exceeded("2 requests.cpu; its services use 1.1, and 1 pod more while this one rolls make 2.2"),
    ]);
    assert.deepEqual(findings({ "requests.cpu": "2200m" }, basic), []);
  });

  it("finds every container that does not set what the quota counts", () => {
    const limited = { limits: { cpu: "1", memory: "64Mi" } };
    const basic = {
      resources: { limits: { cpu: "1" } },
      sidecars: { proxy: { image: "localhost/proxy:v3" } },
      initContainers: { migrate: { resources: limited }, warm: { resources: { limits: { memory: "64Mi" } } } },
      restart: { schedule: "0 4 * * *", image: "localhost/kubectl:v1.34.4" },
    };
    const waive = "or waive the rule where a LimitRange of the namespace does";
    assert.deepEqual(findings({ "limits.cpu": "40", "requests.memory": "64Gi" }, basic), [
      `sidecars.proxy.resources: the namespace's quota counts requests.memory and limits.cpu, which this container does not set: each pod is refused; set requests.memory and limits.cpu, ${waive}`,
      `initContainers.warm.resources: the namespace's quota counts limits.cpu, which this container does not set: each pod is refused; set limits.cpu, ${waive}`,
    ]);
    assert.deepEqual(findings({ "limits.cpu": "40" }, {}), [
      `resources: the namespace's quota counts limits.cpu, which this container does not set: each pod is refused; set limits.cpu, ${waive}`,
    ]);
  });
});
