import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, it } from "mocha";
import { cached, hashOf, isAbandoned } from "../../lab/build.ts";

const key = (digit: number): string => `${digit}`.repeat(16);

describe("kept builds", () => {
  let cache: string;
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), "builds-"));
  });
  afterEach(async () => {
    await rm(cache, { recursive: true });
  });

  it("are made once", async () => {
    let made = 0;
    const make = (directory: string): Promise<void> => {
      made += 1;
      return writeFile(join(directory, "kube"), "binary");
    };
    const first = await cached(cache, "kube", key(1), make);
    assert.equal(await cached(cache, "kube", key(1), make), first);
    assert.equal(made, 1);
    assert.ok(existsSync(join(first, "kube")));
  });

  it("are not there at all when making them failed", async () => {
    await assert.rejects(cached(cache, "kube", key(1), () => Promise.reject(new Error("no space"))));
    assert.equal(existsSync(join(cache, `kube-${key(1)}`)), false);
  });

  it("are the first one's when two make the same at once", async () => {
    const make = async (directory: string): Promise<void> => {
      await setTimeout(20);
      await writeFile(join(directory, "kube"), "binary");
    };
    const [one, two] = await Promise.all([cached(cache, "kube", key(1), make), cached(cache, "kube", key(1), make)]);
    assert.equal(one, two);
    assert.deepEqual(await readdir(cache), [`kube-${key(1)}`]);
    assert.ok(existsSync(join(one, "kube")));
  });

  it("are the three last used of each name", async () => {
    for (const digit of [1, 2, 3]) {
      const directory = await cached(cache, "kube", key(digit), () => Promise.resolve());
      const used = new Date(Date.UTC(2026, 0, digit));
      await utimes(directory, used, used);
    }
    await mkdir(join(cache, `kube-dns-${key(1)}`));
    await cached(cache, "kube", key(1), () => Promise.reject(new Error("it is there")));
    await cached(cache, "kube", key(4), () => Promise.resolve());
    const left = [`kube-${key(1)}`, `kube-${key(3)}`, `kube-${key(4)}`, `kube-dns-${key(1)}`];
    assert.deepEqual((await readdir(cache)).sort(), left);
  });

  it("know an abandoned one from one at work", () => {
    const alive = (pid: string): boolean => pid === "42";
    assert.equal(isAbandoned("kube-0123.41.building", alive), true);
    assert.equal(isAbandoned("kube-0123.42.building", alive), false);
    assert.equal(isAbandoned("kube-0123", alive), false);
  });

  it("have a key that changes with a file's name and content, and with nothing else", async () => {
    await writeFile(join(cache, "main.go"), "package main");
    const before = await hashOf(cache);
    assert.equal(await hashOf(cache), before);
    assert.notEqual(await hashOf(cache, "v2"), before);
    await writeFile(join(cache, "main.go"), "package other");
    assert.notEqual(await hashOf(cache), before);
  });
});
