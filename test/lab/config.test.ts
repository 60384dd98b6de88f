import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { cniConflist, containerdToml } from "../../lab/config/containerd.ts";
import { kubeconfig } from "../../lab/config/kubeconfig.ts";
import { kubeletConfig } from "../../lab/config/kubelet.ts";
import { daemonNames, daemons } from "../../lab/daemons.ts";
import { labPaths } from "../../lab/paths.ts";
import { nodeIsReady } from "../../lab/ready.ts";
import { volumeObject } from "../../lab/volumes.ts";

const paths = labPaths({ RELEASE_LAB_DIR: "/tmp/elsewhere" });

describe("the daemons' configuration", () => {
  const all = daemons(paths, { kube: "/bin/kube", helper: "/bin/helper" });

  it("keeps every path in the lab's own directory", () => {
    const text = [
      ...daemonNames.flatMap((name) => all[name].argv),
      containerdToml(paths, "localhost/pause:v1"),
      cniConflist(paths),
      kubeletConfig(paths),
    ].join("\n");
    const settings = text.replace(/^\s*#.*$/gm, "");
    const written = [...settings.matchAll(/\/(?:var|tmp|run|etc)\/[^\s"',:]*/g)].map(([path]) => path);
    const outside = written.filter((path) => !path.startsWith("/tmp/elsewhere/") && path !== paths.netns);
    assert.deepEqual(outside, []);
    assert.ok(written.length > 30);
  });

  it("puts all but the forwarder into the lab's network", () => {
    assert.deepEqual(
      daemonNames.filter((name) => !all[name].inside),
      ["forward"],
    );
    assert.ok(all.forward.argv.includes(`--listen=127.0.0.1:${paths.forwardPort}`));
  });

  it("lets nobody in without a credential", () => {
    assert.ok(all["kube-apiserver"].argv.includes("--anonymous-auth=false"));
    assert.ok(all.etcd.argv.includes("--client-cert-auth"));
    const { authentication, authorization } = parse(kubeletConfig(paths)) as {
      authentication: { anonymous: { enabled: boolean } };
      authorization: { mode: string };
    };
    assert.equal(authentication.anonymous.enabled, false);
    assert.equal(authorization.mode, "Webhook");
  });
});

describe("a kubeconfig", () => {
  it("verifies the server and names its one context", () => {
    const file = parse(
      kubeconfig({
        context: "lab",
        server: "https://127.0.0.1:1",
        certificateAuthority: "PEM",
        user: "admin",
        token: "t",
      }),
    ) as { clusters: unknown; "current-context": string };
    assert.deepEqual(file.clusters, [
      { name: "lab", cluster: { server: "https://127.0.0.1:1", "certificate-authority-data": "UEVN" } },
    ]);
    assert.equal(file["current-context"], "lab");
  });
});

describe("a ready node", () => {
  const node = (status: string, lastHeartbeatTime: string): unknown => ({
    status: { conditions: [{ type: "Ready", status, lastHeartbeatTime }] },
  });
  const start = new Date("2026-01-01T00:00:10.400Z");

  it("has said so since this start; an older word is not trusted", () => {
    assert.equal(nodeIsReady(node("True", "2026-01-01T00:00:10Z"), start), true);
    assert.equal(nodeIsReady(node("True", "2026-01-01T00:00:09Z"), start), false);
    assert.equal(nodeIsReady(node("False", "2026-01-01T00:00:11Z"), start), false);
  });

  it("is not one that is unknown or has said nothing", () => {
    assert.equal(nodeIsReady(undefined, start), false);
    assert.equal(nodeIsReady({}, start), false);
  });
});

describe("a volume", () => {
  it("is a folder that one pod's node mounts, good for claims of up to 20 GiB", () => {
    const { spec } = volumeObject("lab-1", "/tmp/v") as { spec: Record<string, unknown> };
    assert.deepEqual(spec.capacity, { storage: "20Gi" });
    assert.deepEqual(spec.accessModes, ["ReadWriteOnce"]);
    assert.deepEqual(spec.hostPath, { path: "/tmp/v", type: "Directory" });
  });
});
