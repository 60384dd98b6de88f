import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPulumi, fitting } from "../../../../release/engine/pulumi/command.ts";
import { pendingOperations } from "../../../../release/engine/pulumi/recover.ts";

describe("the pulumi command", () => {
  const cases: [text: string, expected: object][] = [
    ["v3.260.0", { fit: true, path: "/bin/pulumi", version: "3.260.0" }],
    ["v3.271.3-alpha.1+dirty", { fit: true, path: "/bin/pulumi", version: "3.271.3" }],
    ["v3.259.9", { fit: false, reason: "pulumi on PATH is 3.259.9; from 3.260.0 on, below 4.0.0, it fits" }],
    ["v4.0.0", { fit: false, reason: "pulumi on PATH is 4.0.0; from 3.260.0 on, below 4.0.0, it fits" }],
    ["what?", { fit: false, reason: '/bin/pulumi says "what?", which is no version' }],
  ];
  for (const [text, expected] of cases) {
    it(`is judged by its version: ${text}`, () => {
      assert.deepEqual(fitting("/bin/pulumi", text), expected);
    });
  }

  describe("on PATH", () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "pulumi-on-path-"));
    });
    after(() => rm(folder, { recursive: true }));

    it("is missing where it is missing", async () => {
      assert.deepEqual(await findPulumi({ PATH: `/nonexistent:${folder}` }), {
        fit: false,
        reason: "pulumi is not on PATH",
      });
    });

    it("is asked for its version", async () => {
      const path = join(folder, "pulumi");
      // Stands in for the real command, which this machine has not: only that it is found, run and read is tested.
      await writeFile(path, '#!/bin/sh\n[ "$1" = version ] && echo v3.260.0\n', { mode: 0o755 });
      assert.deepEqual(await findPulumi({ PATH: `/nonexistent:${folder}` }), { fit: true, path, version: "3.260.0" });
      await writeFile(path, "#!/bin/sh\nexit 3\n", { mode: 0o755 });
      const broken = await findPulumi({ PATH: folder });
      assert.equal(broken.fit, false);
    });
  });
});

describe("operations that a killed run left pending", () => {
  it("are read from an exported state", () => {
    const pending = { pending_operations: [{ type: "creating", resource: { urn: "urn:a" } }] };
    assert.deepEqual(pendingOperations({ deployment: pending }), [{ type: "creating", urn: "urn:a" }]);
    assert.deepEqual(pendingOperations({ deployment: {} }), []);
    assert.deepEqual(pendingOperations({ deployment: null }), []);
  });
});
