import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { temporaryFolder } from "../../host/temporaryFolder.ts";

const module = resolve(import.meta.dirname, "../../host/temporaryFolder.ts");

/** The path of a folder made in another process, which then ends as told. */
function elsewhere(end: string): string {
  const script = `
    const { temporaryFolder } = await import(${JSON.stringify(module)});
    const { path } = temporaryFolder("test");
    (await import("node:fs")).writeSync(1, path);
    ${end}`;
  return spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }).stdout;
}

describe("a temporary folder", () => {
  // Of our own: whatever else runs on this machine sweeps too.
  const { TMPDIR } = process.env;
  let own = "";
  before(() => {
    own = mkdtempSync(join(tmpdir(), "sweep-"));
    process.env.TMPDIR = own;
  });
  after(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    rmSync(own, { recursive: true });
  });

  it("can be opened by this user alone, and is gone when it was removed", () => {
    const listeners = process.listenerCount("exit");
    const { path, remove } = temporaryFolder("test");
    assert.equal(statSync(path).mode & 0o777, 0o700);
    writeFileSync(join(path, "secret"), "s");
    remove();
    assert.equal(existsSync(path), false);
    assert.equal(process.listenerCount("exit"), listeners);
  });

  it("is gone with its process", () => {
    const path = elsewhere("process.exit(3)");
    assert.match(path, /release-test-/);
    assert.equal(existsSync(path), false);
  });

  it("of a process that was killed is removed by the next one, and no other is", () => {
    const killed = elsewhere('process.kill(process.pid, "SIGKILL")');
    assert.equal(existsSync(killed), true);
    const onAnotherMachine = killed.replace(/-([0-9a-f]{4})-(\w{6})$/, (_, machine: string, end: string) =>
      ["", machine === "0000" ? "0001" : "0000", end].join("-"),
    );
    mkdirSync(onAnotherMachine);
    const mine = temporaryFolder("test");
    const next = temporaryFolder("test");
    assert.deepEqual(
      [killed, onAnotherMachine, mine.path, next.path].map((path) => existsSync(path)),
      [false, true, true, true],
    );
    for (const made of [mine, next]) made.remove();
  });
});
