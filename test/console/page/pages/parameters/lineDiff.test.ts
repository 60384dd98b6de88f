import assert from "node:assert/strict";
import fc from "fast-check";
import { lineDiff, type DiffLine } from "../../../../../console/page/pages/parameters/lineDiff.ts";

const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 }).map((all) => all.join("\n"));

function text(diff: readonly DiffLine[]): string[] {
  const signs = { same: " ", goes: "-", comes: "+", gap: "…" };
  return diff.map((line) => `${signs[line.kind]}${line.text}`);
}

describe("what changes in a file", () => {
  it("is the lines that go and come, with three around them", () => {
    const before = ["1", "2", "3", "4", "replicas: 4", "6", "7", "8", "9"].join("\n");
    assert.deepEqual(text(lineDiff(before, before.replace("replicas: 4", "replicas: 5"))), [
      ...["……", " 2", " 3", " 4", "-replicas: 4", "+replicas: 5", " 6", " 7", " 8", "……"].slice(1),
    ]);
  });

  it("keeps every line that both have in its place, and loses none", () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        // What is left out between is the same in both: beside nothing that changes.
        const diff = lineDiff(`${before}\n`, `${after}\n`).filter(({ kind }) => kind !== "gap");
        const goes = diff.filter(({ kind }) => kind === "goes").length;
        const comes = diff.filter(({ kind }) => kind === "comes").length;
        assert.equal(before.split("\n").length - goes, after.split("\n").length - comes);
        assert.equal(diff.length === 0 || goes + comes > 0, true);
        assert.equal(before === after, diff.length === 0);
      }),
    );
  });
});
