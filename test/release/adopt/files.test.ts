import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { contentHash } from "../../../components/objects.ts";
import { dropFiles } from "../../../release/adopt/files.ts";

const text = "template: website\nimage: localhost/web\n";
const written = { file: contentHash(text) };

describe("a service's file, once its adoption is undone", () => {
  function project(files: Record<string, string>): string {
    const projectDir = mkdtempSync(join(tmpdir(), "adopted-files-"));
    for (const [name, said] of Object.entries({ "services/api.yaml": text, ...files })) {
      mkdirSync(dirname(join(projectDir, name)), { recursive: true });
      writeFileSync(join(projectDir, name), said);
    }
    return projectDir;
  }

  async function undone(adopted: { file?: string }, files: Record<string, string> = {}) {
    const projectDir = project({ "Pulumi.east.yaml": "config: {}\n", ...files });
    const notes = await dropFiles(new Map([["api", adopted]]), { projectDir, stack: "east" });
    return { notes, stands: existsSync(join(projectDir, "services/api.yaml")) };
  }

  it("goes where the adoption wrote it, and nobody has changed it", async () => {
    const notes = ["services/api.yaml is gone too: no stack has the service"];
    assert.deepEqual(await undone(written), { notes, stands: false });
  });

  it("stays where it was there before, or an older version adopted, which did not note what it wrote", async () => {
    const notes = ["services/api.yaml stays: the adoption did not write it"];
    assert.deepEqual(await undone({}), { notes, stands: true });
  });

  it("stays where somebody has changed it", async () => {
    const notes = ["services/api.yaml stays: it was changed since the adoption"];
    assert.deepEqual(await undone(written, { "services/api.yaml": `${text}replicas: 3\n` }), { notes, stands: true });
  });

  it("stays where another stack has the service, or may have it", async () => {
    const current = "config: { 'releases:current': { api: { version: v1 } } }\n";
    assert.deepEqual(await undone(written, { "Pulumi.west.yaml": current }), {
      notes: ["services/api.yaml stays: another stack has the service"],
      stands: true,
    });
    assert.deepEqual(await undone(written, { "envs/west.yaml": "config:\n  a: b\n" }), {
      notes: ["services/api.yaml stays: which stacks have the service is not known"],
      stands: true,
    });
  });
});
