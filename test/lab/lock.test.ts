import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { takeLock } from "../../lab/host/lock.ts";

describe("the lab's lock", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "lock-"));
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
  });
  const never = (holder: string): void => assert.fail(`waited for ${holder}`);

  it("is taken one after the other, and tells the second who has it", async () => {
    const first = await takeLock(directory, "up", never);
    const order: string[] = [];
    const second = takeLock(directory, "down", (holder) => order.push(holder)).then(async (lock) => {
      order.push("taken");
      await lock.release();
    });
    while (order.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.match(order[0] ?? "", new RegExp(`^\`lab up\` \\(process ${process.pid}, since `));
    order.push("released");
    await first.release();
    await second;
    assert.deepEqual(order.slice(1), ["released", "taken"]);
  });

  it("is free again when its holder was killed", async () => {
    const script = `
      import { takeLock } from ${JSON.stringify(join(import.meta.dirname, "../../lab/host/lock.ts"))};
      await takeLock(${JSON.stringify(directory)}, "up", () => {});
      console.log("taken");
      setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: "pipe" });
    await once(holder.stdout, "data");
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const lock = await takeLock(directory, "up", () => undefined);
    await lock.release();
  });
});
