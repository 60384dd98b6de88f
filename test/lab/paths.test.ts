import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { labPaths } from "../../lab/paths.ts";

describe("where a lab lives", () => {
  it("is /var/lib/release-lab, port 16443, unless the environment says otherwise", () => {
    const paths = labPaths({});
    assert.equal(paths.name, "release-lab");
    assert.equal(paths.directory, "/var/lib/release-lab");
    assert.equal(paths.kubeconfig, "/var/lib/release-lab/kubeconfig");
    assert.equal(paths.netns, "/run/netns/release-lab");
    assert.equal(paths.forwardPort, 16443);
  });

  it("gives another directory another name and port, the same ones each time", () => {
    const one = labPaths({ RELEASE_LAB_DIR: "/tmp/one" });
    const two = labPaths({ RELEASE_LAB_DIR: "/tmp/two" });
    assert.match(one.name, /^release-lab-[0-9a-f]{6}$/);
    assert.notEqual(one.name, two.name);
    assert.ok(one.forwardPort >= 16500 && one.forwardPort < 17500);
    assert.deepEqual(labPaths({ RELEASE_LAB_DIR: "/tmp/../tmp/one/" }), one);
  });

  it("keeps builds where XDG_CACHE_HOME says", () => {
    assert.equal(labPaths({ XDG_CACHE_HOME: "/cache" }).cache, "/cache/release-lab");
  });

  it("refuses a directory in which a socket's path would be too long, before anything is made", () => {
    const directory = `/tmp/${"x".repeat(80)}`;
    assert.throws(() => labPaths({ RELEASE_LAB_DIR: directory }), {
      code: "LAB_DIR_TOO_LONG",
      message: "the lab's directory has 85 characters, at most 75 fit (its sockets' paths are limited)",
    });
  });

  it("refuses what is no port", () => {
    for (const port of ["0", "65536", "http", "1.5", ""]) {
      assert.throws(() => labPaths({ RELEASE_LAB_PORT: port }), { code: "LAB_PORT_INVALID" }, port);
    }
    assert.equal(labPaths({ RELEASE_LAB_PORT: "20000" }).forwardPort, 20000);
  });
});
