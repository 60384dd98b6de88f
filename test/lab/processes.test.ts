import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fc from "fast-check";
import { describe, it } from "mocha";
import { endProcesses, parsePidFile, parseStat, startTime } from "../../lab/host/processes.ts";

const stat = (name: string, state: string): string =>
  `42 (${name}) ${state} 1 42 42 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 987654 1000 10 18446744073709551615 0\n`;

describe("whose process it is", () => {
  it("finds the start time whatever the process calls itself", () => {
    assert.equal(parseStat(stat("etcd", "S")), "987654");
    fc.assert(
      fc.property(fc.string({ maxLength: 15 }), (name) => {
        assert.equal(parseStat(stat(name, "S")), "987654");
      }),
    );
  });

  it("counts a corpse as gone, and a missing process too", () => {
    assert.equal(parseStat(stat("etcd", "Z")), undefined);
    assert.equal(parseStat(""), undefined);
  });

  it("trusts no torn or empty pid file", () => {
    assert.deepEqual(parsePidFile("42 987654\n"), { pid: 42, startTime: "987654" });
    for (const text of ["", "42", "42\n", "42 98", "42 \n", "0 1\n", "-1 5\n", "x y\n"]) {
      assert.equal(parsePidFile(text), undefined, JSON.stringify(text));
    }
  });

  it("tells two processes of the same id apart by their start", async () => {
    const child = spawn("sleep", ["60"], { stdio: "ignore" });
    const { pid } = child;
    assert.ok(pid);
    assert.match((await startTime(pid)) ?? "", /^\d+$/);
    child.kill("SIGKILL");
    await once(child, "close");
    assert.equal(await startTime(pid), undefined);
  });
});

describe("ending processes", () => {
  const living = (pid: number) => async () => ((await startTime(pid)) === undefined ? [] : [pid]);

  it("kills one that ignores SIGTERM", async () => {
    const child = spawn("sh", ["-c", "trap '' TERM; echo deaf; while :; do sleep 1; done"], { stdio: "pipe" });
    await once(child.stdout, "data");
    const closed = once(child, "exit");
    assert.equal(await endProcesses(living(child.pid!), 100), true);
    assert.deepEqual(await closed, [null, "SIGKILL"]);
  });

  it("lets one end by itself if it does so in time", async () => {
    const child = spawn("sh", ["-c", "trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done"], {
      stdio: "pipe",
    });
    await once(child.stdout, "data");
    const closed = once(child, "exit");
    assert.equal(await endProcesses(living(child.pid!), 5000), true);
    assert.deepEqual(await closed, [7, null]);
  });
});
