import assert from "node:assert/strict";
import { importedFrom } from "../../package/importedFrom.ts";

const zod = (text: string) => importedFrom(text, "zod", "../zod.js");

describe("a script of the package", () => {
  it("has what it imports of a bundled package from that one file, written with white space or without", () => {
    const names = ["z", "ZodError"];
    assert.deepEqual(zod('import { z, ZodError as E } from "zod";z();'), {
      text: 'import{z, ZodError as E}from"../zod.js";z();',
      names,
    });
    assert.deepEqual(zod('import{z,ZodError as E}from"zod";z();'), {
      text: 'import{z,ZodError as E}from"../zod.js";z();',
      names,
    });
  });

  it("keeps none of an import that is left without names, and leaves others alone", () => {
    assert.deepEqual(zod('import"zod";import"zod-other";'), { text: 'import"zod-other";', names: [] });
    assert.equal(zod('import{a}from"@zod/a";').text, 'import{a}from"@zod/a";');
  });

  it("is refused where it imports the package in a way that is not bundled: installed, it would not be there", () => {
    for (const text of [
      'import*as z from"zod";',
      'export{z}from "zod";',
      'await import("zod");',
      'import z from "zod";',
    ])
      assert.throws(() => zod(text), /zod is imported in a way that is not bundled/);
  });
});
