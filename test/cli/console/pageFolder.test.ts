import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pageFolder } from "../../../cli/console/pageFolder.ts";

describe("the console's page", () => {
  it("is built by a checkout itself, with nothing to run before", async () => {
    const folder = await pageFolder();
    const [script = ""] = readdirSync(join(folder, "assets")).filter((file) => /^main-.*\.js$/.test(file));
    assert.ok(readFileSync(join(folder, "index.html"), "utf8").includes(`/assets/${script}`));
  });

  it("comes with the package, which has nothing to build it with", async () => {
    assert.equal(await pageFolder("/opt/package"), "/opt/package/dist/console/page");
  });
});
