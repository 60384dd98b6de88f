import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { Problem } from "../../../../errors/problem.ts";
import type { Backend } from "../../../../release/engine/embedded/backend.ts";
import { acquireLock, lockHolder } from "../../../../release/engine/embedded/lock.ts";

describe("the lock of a stack's state", function () {
  this.timeout(60_000);
  let root: string;
  let backend: Backend;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "release-lock-"));
    backend = {
      ...{ url: `file://${root}`, root, stateFile: join(root, "state.json") },
      ...{ historyDir: join(root, "history"), lockDir: join(root, "locks") },
    };
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });
  const place = (name: string, text: string): void => {
    mkdirSync(backend.lockDir, { recursive: true });
    writeFileSync(join(backend.lockDir, name), text);
  };
  const refusal = async (): Promise<Problem> => {
    const error = await acquireLock(backend).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof Problem, String(error));
    return error;
  };

  it("is Pulumi's own file, there while it is held", async () => {
    const lock = await acquireLock(backend);
    assert.equal((await lockHolder(backend))?.pid, process.pid);
    assert.equal(readdirSync(backend.lockDir).length, 1);
    await lock.release();
    assert.deepEqual(readdirSync(backend.lockDir), []);
  });

  it("is not taken from one that says it came later: its clock may be wrong", async () => {
    const later = new Date(Date.now() + 60_000).toISOString();
    place("a.json", JSON.stringify({ pid: process.pid, username: "bob", hostname: hostname(), timestamp: later }));
    const problem = await refusal();
    assert.equal(problem.code, "STACK_LOCKED");
    assert.equal(
      problem.message,
      `the stack's state is locked by bob@${hostname()}, process ${process.pid}, since ${later}`,
    );
    assert.deepEqual(readdirSync(backend.lockDir), ["a.json"]);
  });

  it("is respected also where its file cannot be read", async () => {
    place("a.json", "");
    const { message, where } = await refusal();
    assert.match(message, /^the stack's state is locked by somebody@an unknown machine, /);
    assert.equal(where, join(backend.lockDir, "a.json"));
  });

  it("is held by at most one of many that want it at the same moment, and by one of them", async () => {
    for (let round = 0; round < 25; round++) {
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => acquireLock(backend)));
      const held = tries.filter((result) => result.status === "fulfilled");
      assert.equal(held.length, 1, `round ${round}`);
      const refused = tries.filter((result) => result.status === "rejected").map(({ reason }) => reason as Problem);
      assert.deepEqual([...new Set(refused.map(({ code }) => code))], ["STACK_LOCKED"]);
      await held[0]?.value.release();
      assert.deepEqual(readdirSync(backend.lockDir), []);
    }
  });

  it("is never held by two processes at once", async () => {
    const script = join(import.meta.dirname, "lockInChild.ts");
    const results = await Promise.all(
      Array.from({ length: 3 }, () => {
        const child = spawn(process.execPath, [script, JSON.stringify(backend)], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        let text = "";
        child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
        return new Promise<{ held: number; together: number }>((resolve, reject) => {
          child.on("error", reject);
          child.on("close", () => {
            resolve(JSON.parse(text) as { held: number; together: number });
          });
        });
      }),
    );
    assert.deepEqual(
      results.map(({ together }) => together),
      [0, 0, 0],
    );
    assert.ok(results.reduce((sum, { held }) => sum + held, 0) > 0);
    assert.deepEqual(readdirSync(backend.lockDir), []);
  });
});
