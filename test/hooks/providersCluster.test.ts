import assert from "node:assert/strict";
import { connect } from "../../cluster/cluster.ts";
import { providersCluster } from "../../hooks/providersCluster.ts";

const cluster = { server: "https://there.example" };
const content = {
  "current-context": "here",
  contexts: [
    { name: "here", context: { cluster: "here", user: "me" } },
    { name: "there", context: { cluster: "there", user: "me" } },
  ],
  clusters: [
    { name: "here", cluster: { server: "https://here.example" } },
    { name: "there", cluster },
  ],
  users: [{ name: "me", user: { token: "t", as: "jane", "as-groups": ["team:web"] } }],
};

describe("hooks ask the cluster that Pulumi's provider changes", () => {
  it("by a kubeconfig's path and context", () => {
    assert.deepEqual(providersCluster(undefined, undefined), {});
    assert.deepEqual(providersCluster("prod", "/etc/kubeconfig"), { context: "prod", kubeconfig: "/etc/kubeconfig" });
  });

  it("by its content, where that is what is configured", () => {
    for (const text of [JSON.stringify(content), ` ${JSON.stringify(content, undefined, 1)}\n`]) {
      const { server, kubeConfig } = connect(providersCluster("there", text));
      assert.equal(server, cluster.server);
      assert.deepEqual((kubeConfig as { impersonation?: unknown }).impersonation, [["Impersonate-Group", "team:web"]]);
    }
  });

  it("and show nothing of a content that cannot be read", () => {
    assert.throws(() => connect({ content: "users: [\ntoken: secret: x" }), {
      message: /^the kubeconfig that is configured by its content cannot be read/,
      cause: undefined,
    });
  });
});
