import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { noClusterVariable, useLab } from "../support.ts";

const root = resolve(import.meta.dirname, "../../..");

interface Report {
  requests: { sent: number; failed: number };
  commits: {
    service: string;
    author: string;
    result: string;
    tries: number;
    told: string;
    pipelineSeconds: number;
    seconds: number;
  }[];
  cluster: string;
}

describe("npm start -- --git", function () {
  // On a busy machine; a minute and a half on a quiet one.
  this.timeout(600_000);
  const cluster = useLab();
  after(async () => {
    if (process.env[noClusterVariable] !== undefined) return;
    await cluster().core.deleteNamespace({ name: "staging-git" });
    rmSync(join(root, ".pulumi/start-git"), { recursive: true, force: true });
  });

  it("takes a commit to new pods under load; a bad one back, its author told, and never again", async () => {
    const child = spawn(process.execPath, [join(root, "start.mjs"), "--git", "--json"], { stdio: "pipe" });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const code = await new Promise((done) => child.on("close", done));
    assert.equal(code, 0, stderr.slice(-4000));
    const { requests, commits, cluster: name } = JSON.parse(stdout) as Report;
    assert.equal(name, "lab");
    assert.deepEqual(
      commits.map(({ service, author, result, tries }) => ({ service, author, result, tries })),
      [
        { service: "website", author: "Grace", result: "succeeded", tries: 1 },
        { service: "website", author: "Linus", result: "rolled back", tries: 1 },
      ],
    );
    const [good = "", bad = ""] = commits.map(({ told }) => told);
    assert.match(good, /^✔ \*deploy website [0-9a-f]{40} → [0-9a-f]{40}\* in staging: \*succeeded\*/);
    assert.match(bad, /^✖ \*deploy website [0-9a-f]{40} → [0-9a-f]{40}\* in staging: \*rolled back\*/);
    assert.match(bad, /\nserves again: website [0-9a-f]{40}\nwho: Linus, by release watch (\(admin\))?\n/);
    assert.ok(requests.sent > 1000, `${requests.sent} requests`);
    assert.equal(requests.failed, 0);
  });
});
