import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { labPart } from "../../lab/parts.ts";
import { registryClient } from "../../watch/registry/client.ts";
import { repositoryOf } from "../../watch/registry/reference.ts";
import { newestTag } from "../../watch/tags/newest.ts";
import { freePort } from "../../host/freePort.ts";

const count = 5_000;

describe("a real registry with many tags", function () {
  this.timeout(600_000);
  const storage = mkdtempSync(join(tmpdir(), "release-registry-"));
  let server: ChildProcess | undefined;
  let host = "";
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: { mediaType: "application/vnd.oci.image.config.v1+json", digest: digestOf("{}"), size: 2 },
    layers: [],
  });
  const push = async (tag: string): Promise<void> => {
    const headers = { "content-type": "application/vnd.oci.image.manifest.v1+json" };
    const answer = await fetch(`http://${host}/v2/team/web/manifests/${tag}`, {
      method: "PUT",
      headers,
      body: manifest,
    });
    assert.equal(answer.status, 201, await answer.text());
  };

  before(async () => {
    const command = await labPart("registry");
    host = `127.0.0.1:${await freePort()}`;
    const file = join(storage, "config.yml");
    writeFileSync(
      file,
      JSON.stringify({
        version: "0.1",
        log: { level: "error" },
        storage: { filesystem: { rootdirectory: storage } },
        http: { addr: host },
      }),
    );
    server = spawn(command, ["serve", file], { stdio: "ignore" });
    while (
      !(await fetch(`http://${host}/v2/`).then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      await sleep(100);
    const begun = await fetch(`http://${host}/v2/team/web/blobs/uploads/`, { method: "POST" });
    const upload = new URL(begun.headers.get("location") ?? "", `http://${host}`);
    upload.searchParams.set("digest", digestOf("{}"));
    assert.equal((await fetch(upload, { method: "PUT", body: "{}" })).status, 201);
    for (let index = 0; index < count; index += 50) {
      await Promise.all(Array.from({ length: 50 }, (_none, more) => push(`1.${index + more}.0`)));
    }
  });
  after(() => {
    server?.kill("SIGTERM");
    rmSync(storage, { recursive: true, force: true });
  });

  it("tells a new one soon, and in little memory", async () => {
    const repository = repositoryOf(`${host}/team/web`);
    assert.ok(repository);
    const registry = registryClient(() => undefined);
    const before = process.memoryUsage.rss();
    assert.equal((await registry.tags(repository)).length, count);
    await push(`1.${count}.0`);
    const from = performance.now();
    const tags = await registry.tags(repository);
    const seconds = (performance.now() - from) / 1000;
    assert.equal(newestTag({ semver: "^1" }, tags, "1.0.0"), `1.${count}.0`);
    for (let look = 0; look < 20; look++) await registry.tags(repository);
    const megabytes = (process.memoryUsage.rss() - before) / 1e6;
    process.stdout.write(
      `    ${tags.length} tags: ${seconds.toFixed(2)} s a look, ${megabytes.toFixed(0)} MB more after 22 looks\n`,
    );
  });

  it("tells what a tag points to", async () => {
    const repository = repositoryOf(`${host}/team/web`);
    assert.ok(repository);
    const registry = registryClient(() => undefined);
    assert.equal(await registry.digest(repository, "1.7.0"), digestOf(manifest));
    assert.equal(await registry.digest(repository, "none"), undefined);
  });
});

function digestOf(content: string): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
