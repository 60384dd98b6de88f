import assert from "node:assert/strict";
import { parseServiceFiles } from "../../components/config/serviceFiles.ts";
import { configPlace } from "../../parameters/configEdit.ts";
import { placeOfEdit } from "../../parameters/placeOfEdit.ts";

const files = parseServiceFiles(
  new Map([["web.yaml", "{ template: website, replicas: 3, env: { A: a }, stacks: { prod: { replicas: 5 } } }"]]),
  ["prod", "staging"],
);
const text = "config: { releases:services: { web: { env: { A: b } }, docs: { replicas: 1 } } }";

/** Where a value is edited: in the stack's file, or at which place of the service's. */
function placed(key: string, stack: string, only?: boolean): string {
  const { inFile } = placeOfEdit(configPlace(key), text, { files, stack, ...(only === undefined ? {} : { only }) });
  return inFile === undefined ? "the stack's file" : `${inFile.file}: ${inFile.path.join(".")}`;
}

describe("the file that an edit is of", () => {
  it("is the one that says the value, the part that counts first", () => {
    assert.equal(placed("services.web.env.A", "prod"), "the stack's file");
    assert.equal(placed("services.web.replicas", "prod"), "services/web.yaml: stacks.prod.replicas");
    assert.equal(placed("services.web.replicas", "staging"), "services/web.yaml: replicas");
  });

  it("is the service's, for all stacks, where nothing says it, and for one where that is asked", () => {
    assert.equal(placed("services.web.env.B", "prod"), "services/web.yaml: env.B");
    assert.equal(placed("services.web.env.B", "prod", true), "services/web.yaml: stacks.prod.env.B");
  });

  it("is the stack's for all else", () => {
    for (const key of ["services.docs.env.B", "services.web", "current.web.version", "dbPassword"]) {
      assert.equal(placed(key, "prod"), "the stack's file", key);
    }
  });
});
