import assert from "node:assert/strict";
import { checkedStack } from "../../components/checkedStack.ts";
import type { RawStackConfig } from "../../components/config/stackConfig.ts";
import { describeProblem, Problem } from "../../errors/problem.ts";

function told(raw: Omit<RawStackConfig, "stack">): string[] {
  try {
    checkedStack({ stack: "staging", ...raw }, { file: "Pulumi.staging.yaml" });
    return [];
  } catch (error) {
    if (error instanceof Problem) return describeProblem(error).split("\n");
    throw error;
  }
}

const site = { template: "website", image: "localhost/web" };
const noRequests = { ...site, resources: { requests: { cpu: null } } };
const broken =
  "  - ZD013 at releases:services.web.resources.requests: no request for cpu: the scheduler puts the pods on full nodes, and they are the first to be evicted; set requests, e.g. {cpu: 100m, memory: 128Mi}";
const mend = "  next: mend them; docs/parameters.md describes every parameter";

describe("checkedStack", () => {
  it("tells the rules that a service breaks beside what is wrong with another one", () => {
    const services = { web: noRequests, api: { ...site, replcas: 3 } };
    assert.deepEqual(told({ services, current: { web: { version: "v1" }, api: { version: "v1" } } }), [
      "CONFIG_INVALID: the configuration of stack staging has an error and breaks a rule",
      "  at Pulumi.staging.yaml",
      '  - releases:services.api.replcas: unknown parameter; did you mean "replicas"?',
      broken,
      mend,
    ]);
  });

  it("tells what is wrong between a service's parameters whatever is wrong with its release", () => {
    const services = { web: { ...site, dependsOn: ["ap"] }, api: site };
    assert.deepEqual(told({ services, current: { web: { version: 1 }, api: { version: "v1" } } }), [
      "CONFIG_INVALID: the configuration of stack staging has 2 errors",
      "  at Pulumi.staging.yaml",
      '  - releases:current.web.version: 1 was given; allowed: an image tag like "v1.2.0" or a digest sha256:<64 hex digits>, as a quoted text',
      '  - releases:services.web.dependsOn: no service is called "ap"; did you mean "api"?',
      mend,
    ]);
  });

  it("leaves the rules for later where the facts are wrong that they count with", () => {
    const wrong = { services: { web: noRequests }, current: { web: { version: "v1" } }, cluster: { nodes: 0 } };
    assert.deepEqual(told(wrong), [
      "CONFIG_INVALID: the configuration of stack staging has an error",
      "  at Pulumi.staging.yaml",
      "  - releases:cluster.nodes: 0 was given; allowed: a whole number from 1 to 10000",
      mend,
    ]);
  });

  it("speaks of the rules alone where all else is right", () => {
    const [first, , finding] = told({ services: { web: noRequests }, current: { web: { version: "v1" } } });
    assert.equal(first, "RULES_BROKEN: stack staging breaks a rule for services that keep answering");
    assert.equal(finding, broken);
  });
});
