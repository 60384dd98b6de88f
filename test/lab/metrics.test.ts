import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { daemons } from "../../lab/daemons.ts";
import { hasFigures } from "../../lab/metrics.ts";
import { metricsObjects } from "../../lab/metricsObjects.ts";
import { labPaths } from "../../lab/paths.ts";

interface AnyObject {
  kind: string;
  rules?: { resources: string[]; verbs: string[] }[];
}

describe("the lab's metrics-server", () => {
  it("may read pods and figures, and change nothing", () => {
    const rules = metricsObjects().flatMap(({ object }) => (object as AnyObject).rules ?? []);
    assert.deepEqual(
      rules.flatMap(({ resources }) => resources),
      ["nodes/metrics", "pods", "nodes"],
    );
    for (const { verbs } of rules)
      assert.deepEqual(
        verbs.filter((verb) => !/^(get|list|watch)$/.test(verb)),
        [],
      );
  });

  it("is made before requests are handed on to it", () => {
    const kinds = metricsObjects().map(({ object }) => (object as AnyObject).kind);
    assert.equal(kinds.at(-1), "APIService");
  });

  it("gets requests in their users' names, for which only the API server's own certificate signs", () => {
    const { argv } = daemons(labPaths({}), { kube: "/bin/kube", helper: "/bin/helper" })["kube-apiserver"];
    assert.ok(argv.includes("--requestheader-allowed-names=kube-apiserver"));
    assert.ok(argv.some((flag) => flag.startsWith("--proxy-client-cert-file=")));
  });

  it("has figures once it lists a node", () => {
    assert.equal(hasFigures(undefined), false);
    assert.equal(hasFigures({ items: [] }), false);
    assert.equal(hasFigures({ items: [{}] }), true);
  });
});
