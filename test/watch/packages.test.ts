import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Problem } from "../../errors/problem.ts";
import { endOf, installPackages, lockedFolder } from "../../watch/packages.ts";

/** A registry where nothing answers. */
const nowhere = "http://127.0.0.1:1/";

function checkout(files: Record<string, string>): string {
  const top = mkdtempSync(join(tmpdir(), "release-packages-"));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, file)), { recursive: true });
    writeFileSync(join(top, file), text);
  }
  return top;
}

function project(dependencies: Record<string, string> = {}, locked: Record<string, string> = dependencies) {
  const named = { name: "shop", version: "1.0.0" };
  const entries = Object.keys(locked).map((name) => [
    `node_modules/${name}`,
    { version: "1.0.0", resolved: `${nowhere}${name}.tgz` },
  ]);
  const packages = { "": { ...named, dependencies: locked }, ...(Object.fromEntries(entries) as object) };
  return {
    "package.json": JSON.stringify({ ...named, dependencies }),
    "package-lock.json": JSON.stringify({ ...named, lockfileVersion: 3, requires: true, packages }),
    ".npmrc": `registry=${nowhere}\nfetch-retries=0\ncache=.npm\n`,
  };
}

const below = (folder: string, files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [join(folder, name), text]));

describe("the packages of a commit", function () {
  this.timeout(120_000);

  it("are those of the project's folder, else of the nearest above it, as workspaces have them", () => {
    const top = checkout({ "package-lock.json": "", "shop/package-lock.json": "", "docs/README.md": "" });
    assert.equal(lockedFolder(top, "shop"), join(top, "shop"));
    assert.equal(lockedFolder(top, "shop/releases"), join(top, "shop"));
    assert.equal(lockedFolder(top, "docs"), join(top, "."));
    assert.equal(lockedFolder(top, "."), join(top, "."));
    rmSync(join(top, "package-lock.json"));
    assert.equal(lockedFolder(top, "docs"), undefined);
  });

  it("are installed once for each lock file", async () => {
    const top = checkout(below("shop", project()));
    await installPackages(top, "shop");
    const mark = join(top, "shop/node_modules/.release-watch");
    const first = readFileSync(mark, "utf8");
    writeFileSync(join(top, "shop/package.json"), "nonsense, which npm would not read");
    await installPackages(top, "shop");
    assert.equal(readFileSync(mark, "utf8"), first);
    assert.equal(existsSync(join(top, "node_modules")), false);
  });

  it("are the commit's own fault where the lock file does not fit package.json", async () => {
    const left = { "left/package.json": '{ "name": "left", "version": "1.0.0" }' };
    const top = checkout({ ...project({ left: "file:left" }, {}), ...left });
    await assert.rejects(installPackages(top, "."), (error: Problem) => {
      assert.equal(error.code, "PACKAGES_REFUSED");
      assert.match(error.message, /npm ci failed: EUSAGE: /);
      assert.equal(error.next, "mend it in the branch: the next commit is tried");
      return true;
    });
  });

  it("are tried again where the registry does not answer", async () => {
    const top = checkout(project({ left: "1.0.0" }));
    await assert.rejects(installPackages(top, "."), (error: Problem) => {
      assert.equal(error.code, "PACKAGES_AWAY");
      assert.match(error.message, /npm ci failed: ECONNREFUSED: /);
      return true;
    });
  });

  it("are refused for what npm itself says of the files alone", () => {
    assert.deepEqual(endOf("npm error code ERESOLVE\nnpm error ERESOLVE could not resolve\nnpm error\n"), {
      code: "ERESOLVE",
      reason: "ERESOLVE could not resolve",
    });
    const expired = "npm error code CERT_HAS_EXPIRED\nnpm error errno CERT_HAS_EXPIRED\nnpm error request failed\n";
    assert.deepEqual(endOf(expired), { code: "CERT_HAS_EXPIRED", reason: "request failed" });
    assert.deepEqual(endOf("Error: spawn npm ENOENT"), { code: undefined, reason: "Error: spawn npm ENOENT" });
  });

  it("are tried again where the registry knows no such package: a token that ran out looks the same", async () => {
    const server = createServer((_, response) => response.writeHead(404).end("{}"));
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as AddressInfo;
    try {
      const files = project({ left: "1.0.0" });
      const at = (text: string) => text.replaceAll(nowhere, `http://127.0.0.1:${port}/`);
      const top = checkout(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, at(text)])));
      await assert.rejects(installPackages(top, "."), { code: "PACKAGES_AWAY" });
    } finally {
      server.close();
    }
  });
});
