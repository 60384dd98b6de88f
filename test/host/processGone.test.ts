import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { isGone, runs } from "../../host/processGone.ts";

describe("a process", () => {
  it("runs while it does, and is gone for what a former one of its number wrote", () => {
    assert.equal(runs(process.pid), true);
    assert.equal(isGone(process.pid, new Date()), false);
    assert.equal(isGone(process.pid, new Date(0)), true);
  });

  it("has ended though its parent has not fetched it yet", async function () {
    if (process.platform !== "linux") this.skip();
    // The shell becomes a sleep, which fetches nobody; only then its child is told to end.
    const script = "read -r _ <&3 & echo $!; exec sleep 20";
    const parent = spawn("/bin/sh", ["-c", script], { stdio: ["ignore", "pipe", "ignore", "pipe"] });
    try {
      const [line] = (await once(parent.stdout!, "data")) as [Buffer];
      const pid = Number(line.toString());
      while (readFileSync(`/proc/${parent.pid}/comm`, "utf8") !== "sleep\n") await sleep(10);
      (parent.stdio[3] as Writable).end("\n");
      while (!readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ")) await sleep(10);
      assert.deepEqual([runs(pid), isGone(pid, new Date())], [false, true]);
    } finally {
      parent.kill();
    }
  });
});
