import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { kubeletConfig } from "../../lab/config/kubelet.ts";
import { dnsObjects } from "../../lab/dns.ts";
import { labPaths } from "../../lab/paths.ts";

describe("the lab's DNS", () => {
  const find = (kind: string): Record<string, unknown> =>
    dnsObjects().find(({ object }) => (object as { kind: string }).kind === kind)?.object as Record<string, unknown>;

  it("answers where the kubelet sends pods", () => {
    const { clusterIP } = find("Service").spec as { clusterIP: string };
    assert.ok(kubeletConfig(labPaths({})).includes(`clusterDNS:\n  - ${clusterIP}\n`));
  });

  it("may read what it serves and nothing more", () => {
    const rules = find("ClusterRole").rules as { resources: string[]; verbs: string[] }[];
    assert.deepEqual(
      rules.flatMap(({ resources }) => resources),
      ["services", "pods", "namespaces", "endpointslices"],
    );
    for (const { verbs } of rules) assert.deepEqual(verbs, ["list", "watch"]);
  });

  it("asks its cluster before it says that a name does not exist", () => {
    const { Corefile } = find("ConfigMap").data as { Corefile: string };
    assert.match(Corefile, /^\.:1053 \{/);
    assert.doesNotMatch(Corefile, /fallthrough/);
  });
});
