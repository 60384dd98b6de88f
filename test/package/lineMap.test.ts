import assert from "node:assert/strict";
import { SourceMap, type SourceMapPayload } from "node:module";
import { transform } from "esbuild";
import { lineMap } from "../../package/lineMap.ts";

const source = `export function first(one: string, two: number): string {
  const both = [one, String(two)].map((word) => word.trim()).filter((word) => word !== "");
  if (both.length === 0) throw new Error("nothing was said");
  return both.join(" ");
}
export const second = { third: [1, 2, 3], fourth: first("a", 2) };
`;

describe("a source map of the package", () => {
  it("leads from each place of a script to the line that it came from, and is half as long at the most", async () => {
    const { code, map } = await transform(source, { loader: "ts", minifyWhitespace: true, sourcemap: true });
    const thin = lineMap(map);
    const [whole, lines] = [map, thin].map((text) => new SourceMap(JSON.parse(text) as SourceMapPayload));
    for (let column = 0; column < code.indexOf("\n"); column += 1) {
      const [wanted, found] = [whole, lines].map((one) => one?.findEntry(0, column));
      assert.ok(wanted !== undefined && "originalLine" in wanted && found !== undefined && "originalLine" in found);
      assert.equal(found.originalLine, wanted.originalLine, `column ${column}`);
    }
    const [all = "", few = ""] = [map, thin].map((text) => (JSON.parse(text) as { mappings: string }).mappings);
    assert.ok(few.length * 2 < all.length, `${few.length} of ${all.length}`);
  });
});
