import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

describe("a signal to the command", () => {
  /** The exit code of a command that gets one while webhooks are awaited, or before. */
  async function exitCode(lastWord: string, signal: NodeJS.Signals): Promise<number | null> {
    const module = JSON.stringify(resolve(import.meta.dirname, "../../cli/endBySignal.ts"));
    const script = `const { endBySignal } = await import(${module});
      const over = endBySignal();
      ${lastWord}
      console.log("ready");
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill(signal);
    const [code] = (await once(child, "exit")) as [number | null];
    return code;
  }

  it("interrupts it", async () => {
    assert.equal(await exitCode("", "SIGTERM"), 5);
  });

  it("leaves the release's exit code as it is, once that has ended and only webhooks are awaited", async () => {
    assert.equal(await exitCode("process.exitCode = 2; over();", "SIGTERM"), 2);
    assert.equal(await exitCode("over();", "SIGINT"), 0);
  });
});
