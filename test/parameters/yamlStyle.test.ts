import assert from "node:assert/strict";
import { parseDocument } from "yaml";
import { yamlText } from "../../parameters/yamlStyle.ts";

function edited(text: string, path: string[], value: unknown): string {
  const document = parseDocument(text);
  document.setIn(path, value);
  return yamlText(document, text);
}

describe("an edited YAML file", () => {
  it("keeps the spacing of maps and lists as each was", () => {
    const text = "a: { b: 1, c: [1, 2] } # one\nlist: [x, y]\nd: v1\n";
    assert.equal(edited(text, ["d"], "v2"), text.replace("v1", "v2"));
    const pulumis = "a: {b: 1, c: [1, 2]}\nd: v1\n";
    assert.equal(edited(pulumis, ["d"], "v2"), pulumis.replace("v1", "v2"));
  });

  it("has what a text was changed to, be it by spaces alone", () => {
    const text = "conf: |\n  if { [a] } then\nmap: { a: 1 }\n";
    assert.equal(edited(text, ["conf"], "if {[a]} then\n"), "conf: |\n  if {[a]} then\nmap: { a: 1 }\n");
  });
});
