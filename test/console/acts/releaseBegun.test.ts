import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ActFolder, begunAt } from "../../../console/acts/folder.ts";
import { releaseBegun } from "../../../console/acts/releaseBegun.ts";

const asked = new Date("2026-11-29T12:00:00Z");
const record = (id: string, startedAt: string, operator = "ada") => ({ id, operator, startedAt });

describe("an act of another replica", () => {
  it("tells by its id when it was begun", () => {
    const folder = mkdtempSync(join(tmpdir(), "release-acts-"));
    const id = new ActFolder(folder).newId(asked);
    rmSync(folder, { recursive: true });
    assert.deepEqual(begunAt(id), asked);
    for (const other of ["", "x", `${id}x`, "20261129-120000-aaaa"]) assert.equal(begunAt(other), undefined, other);
  });

  it("is the first release that its person began from then on", () => {
    const records = [
      record("later", "2026-11-29T12:01:00Z"),
      record("it", "2026-11-29T12:00:02Z"),
      record("hers", "2026-11-29T12:00:01Z", "grace"),
      record("before", "2026-11-29T11:59:59Z"),
    ];
    assert.equal(releaseBegun(records, "ada", asked), "it");
  });

  it("is no release that was begun long after: what was asked for was refused", () => {
    assert.equal(releaseBegun([record("later", "2026-11-29T12:10:00Z")], "ada", asked), undefined);
  });
});
