import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { cgroupsFrom } from "../../lab/host/cgroup.ts";
import { mountsBelow } from "../../lab/host/mounts.ts";
import { missingPackages } from "../../lab/host/packages.ts";
import { run } from "../../lab/host/run.ts";
import { Problem } from "../../errors/problem.ts";

describe("the lab's cgroups", () => {
  const v1 = "cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\ncgroup /sys/fs/cgroup/pids cgroup rw,relatime,pids 0 0\n";
  const v2 = "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n";

  it("are one per controller on v1, and processes are counted where pids are", () => {
    assert.deepEqual(cgroupsFrom(v1, "lab"), {
      roots: ["/sys/fs/cgroup/cpu/lab", "/sys/fs/cgroup/pids/lab"],
      processes: "/sys/fs/cgroup/pids/lab",
    });
  });

  it("are one directory on v2", () => {
    assert.deepEqual(cgroupsFrom("cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n", "lab"), {
      roots: ["/sys/fs/cgroup/lab"],
      processes: "/sys/fs/cgroup/lab",
    });
  });

  it("include v2's where both are mounted: runc leaves its mark there too", () => {
    const { roots, processes } = cgroupsFrom(v1 + v2, "lab");
    assert.equal(roots.at(-1), "/sys/fs/cgroup/unified/lab");
    assert.equal(processes, "/sys/fs/cgroup/pids/lab");
  });
});

describe("mounts to undo", () => {
  const line = (path: string): string => `36 35 98:0 /mnt1 ${path} rw,noatime master:1 - ext3 /dev/root rw`;

  it("are those below the lab's directory only, the newest first", () => {
    const info = ["/", "/var/lib/lab", "/var/lib/lab/a", "/var/lib/lab-2/x", "/var/lib/lab/a/b"].map(line).join("\n");
    assert.deepEqual(mountsBelow(info, "/var/lib/lab"), ["/var/lib/lab/a/b", "/var/lib/lab/a"]);
  });

  it("may have spaces in their names", () => {
    assert.deepEqual(mountsBelow(line("/l/my\\040volume"), "/l"), ["/l/my volume"]);
  });
});

describe("Debian packages", () => {
  it("are named when what they bring is missing", () => {
    assert.deepEqual(
      missingPackages(() => true),
      [],
    );
    assert.deepEqual(
      missingPackages((shows) => shows !== "runc" && shows !== "/usr/lib/cni/bridge"),
      ["runc", "containernetworking-plugins"],
    );
  });
});

describe("a command that fails", () => {
  it("is told with its words, how it ended and its last lines", async () => {
    await assert.rejects(run("sh", ["-c", "echo no such thing >&2; exit 3"]), (error) => {
      assert.ok(error instanceof Problem);
      assert.equal(error.message, "sh failed (exit code 3)");
      assert.deepEqual(error.details, ["no such thing"]);
      return true;
    });
  });

  it("is told when it does not exist", async () => {
    await assert.rejects(run("no-such-command-here", []), { code: "LAB_COMMAND_MISSING" });
  });
});
