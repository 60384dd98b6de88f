import assert from "node:assert/strict";
import { withSentCreates } from "../../engine/sentCreates.ts";

const urn = (type: string, name: string) =>
  `urn:pulumi:staging::releases::releases:index:ServiceRelease$${type}::${name}`;
const deployment = {
  urn: urn("kubernetes:apps/v1:Deployment", "web-canary"),
  type: "kubernetes:apps/v1:Deployment",
  custom: true,
  inputs: { metadata: { name: "web-canary", namespace: "shop" }, spec: { replicas: 1 } },
  provider: "urn:pulumi:staging::releases::pulumi:providers:kubernetes::default::1",
};
const stable = {
  urn: urn("kubernetes:apps/v1:Deployment", "web"),
  type: "kubernetes:apps/v1:Deployment",
  id: "shop/web",
};

function exported(resources: object[], pending: object[]): string {
  return JSON.stringify({ version: 3, deployment: { manifest: {}, resources, pending_operations: pending } });
}

describe("objects that were being made when an update was killed", () => {
  it("are in the state by the name that they have in the cluster, for a refresh to look for", () => {
    const text = withSentCreates(exported([stable], [{ type: "creating", resource: deployment }]));
    assert.deepEqual(JSON.parse(text ?? ""), {
      version: 3,
      deployment: {
        manifest: {},
        resources: [stable, { ...deployment, id: "shop/web-canary" }],
        pending_operations: [],
      },
    });
  });

  it("are called by their name alone where they are in no namespace", () => {
    const namespace = {
      ...deployment,
      urn: "n",
      type: "kubernetes:core/v1:Namespace",
      inputs: { metadata: { name: "shop" } },
    };
    const text = withSentCreates(exported([], [{ type: "creating", resource: namespace }])) ?? "";
    assert.match(text, /"id":"shop"/);
  });

  it("are left to Pulumi where they are jobs, no objects of Kubernetes, have no name yet, or were only being changed", () => {
    const random = { ...deployment, type: "random:index/randomId:RandomId", inputs: { byteLength: 4 } };
    const unnamed = { ...deployment, inputs: { metadata: { name: { "4dabf18193072939515e22adb298388d": "1b47" } } } };
    const pending = [
      { type: "creating", resource: random },
      { type: "creating", resource: unnamed },
      { type: "creating", resource: { ...deployment, type: "kubernetes:batch/v1:Job" } },
      { type: "updating", resource: deployment },
    ];
    assert.equal(withSentCreates(exported([], pending)), undefined);
    assert.equal(withSentCreates(exported([], [])), undefined);
    assert.equal(withSentCreates('{"version":3}'), undefined);
  });

  it("are there once, and what they were to take the place of goes with the next update", () => {
    const standing = ["shop/web-canary", "shop/web-before"].map((id) => ({ ...deployment, id }));
    const text = withSentCreates(exported(standing, [{ type: "creating", resource: deployment }]));
    const { resources } = (JSON.parse(text ?? "") as { deployment: { resources: { id: string; delete?: true }[] } })
      .deployment;
    assert.deepEqual(
      resources.map(({ id, delete: goes }) => [id, goes]),
      [
        ["shop/web-before", true],
        ["shop/web-canary", undefined],
      ],
    );
  });
});
