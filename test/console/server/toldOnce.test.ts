import assert from "node:assert/strict";
import type { LiveEvent } from "../../../console/api/live.ts";
import { ToldOnce } from "../../../console/server/toldOnce.ts";

describe("what is told to many", () => {
  const file: LiveEvent = { type: "file" };

  it("is made once for all who may see the same", () => {
    const told = new ToldOnce();
    let made = 0;
    const make = (): LiveEvent => {
      made += 1;
      return file;
    };
    const first = told.bytes("a-1", "staging", make);
    assert.equal(new TextDecoder().decode(first), 'id: a-1\ndata: {"type":"file"}\n\n');
    assert.equal(told.bytes("a-1", "staging", make), first);
    assert.equal(made, 1);
  });

  it("is made anew for the next change, and for those who may see other stacks", () => {
    const told = new ToldOnce();
    const text = (id: string, of: string, removed: string[]) =>
      new TextDecoder().decode(told.bytes(id, of, () => ({ type: "overview", rows: [], removed, frozen: [] })));
    assert.match(text("a-1", "staging", ["one"]), /one/);
    assert.match(text("a-1", "prod staging", ["two"]), /two/);
    assert.match(text("a-2", "staging", ["three"]), /^id: a-2\n.*three/);
  });
});
