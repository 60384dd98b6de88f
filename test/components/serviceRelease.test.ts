import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Service } from "../../components/config.ts";
import { parseStackConfig } from "../../components/config.ts";
import type { ServiceRelease as ServiceReleaseType } from "../../components/serviceRelease.ts";

interface Registered {
  type: string;
  name: string;
  inputs: Record<string, never>;
}

/** Registers one service with Pulumi's mocks and returns what it registered, in order. */
async function register(basic: object, release: object = { version: "v1" }): Promise<Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
      registered.push({ type, name, inputs: inputs as Registered["inputs"] });
      return { id: `${name}-id`, state: { ...(inputs as object), hex: "0123abcd" } };
    },
    call: () => ({}),
  });
  const { ServiceRelease } = await import("../../components/serviceRelease.ts");
  const made = new ServiceRelease("web", {
    service: serviceWith(basic, release),
    secretValue: (key) => pulumi.secret(`value of ${key}`),
  });
  await settled(made);
  return registered;
}

function serviceWith(basic: object, release: object): Service {
  const raw = {
    services: { web: { template: "website", image: "docker.io/lab/web", ...basic } },
    current: { web: release },
  };
  return parseStackConfig({ stack: "staging", ...raw }).services[0]!;
}

async function settled(made: ServiceReleaseType): Promise<void> {
  await new Promise<void>((resolve) =>
    pulumi.all([made.urn, made.releaseId]).apply(() => {
      resolve();
    }),
  );
  await pulumi.runtime.disconnect();
}

describe("ServiceRelease", () => {
  it("registers the objects of a website, Service after Deployment", async () => {
    const registered = await register({});
    assert.deepEqual(
      registered.map(({ type, name }) => `${type} ${name}`),
      [
        "releases:index:ServiceRelease web",
        "random:index/randomId:RandomId web-release",
        "kubernetes:core/v1:ServiceAccount web",
        "kubernetes:policy/v1:PodDisruptionBudget web",
        "kubernetes:apps/v1:Deployment web",
        "kubernetes:core/v1:Service web",
      ],
    );
  });
});
