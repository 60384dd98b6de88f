import assert from "node:assert/strict";
import { requestsAreSet } from "../../../components/rules/resources.ts";
import { renderService } from "../../../components/render.ts";
import { policies } from "../../../policy/policies.ts";
import { stackOf } from "../support.ts";

describe("requests (ZD013)", () => {
  it("are missed where the policy requests-set misses them: in init containers and sidecars too", () => {
    const web = {
      template: "website",
      image: "localhost/web",
      initContainers: { migrate: { resources: { limits: { cpu: "1" } } } },
      sidecars: { proxy: { image: "localhost/proxy:v3", resources: { requests: { memory: "16Mi" } } } },
    };
    const stack = stackOf({ web });
    assert.deepEqual(
      requestsAreSet.check(stack.services[0]!, stack).map(({ parameter, message }) => `${parameter}: ${message}`),
      [
        "sidecars.proxy.resources.requests: no request for cpu: the scheduler puts the pods on full nodes, and they are the first to be evicted",
        "initContainers.migrate.resources.requests: no request for memory: the scheduler puts the pods on full nodes, and they are the first to be evicted",
      ],
    );
    const deployment = renderService(stack.services[0]!).find(({ kind }) => kind === "Deployment")!;
    const policy = policies.find(({ name }) => name === "requests-set")!;
    assert.deepEqual(policy.check(deployment, { stack: "prod", pinned: [] }), [
      "container proxy requests no cpu",
      "container migrate requests no memory",
    ]);
  });
});
