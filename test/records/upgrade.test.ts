import assert from "node:assert/strict";
import { upgradeText } from "../../records/upgrade.ts";
import { record } from "../release/builders.ts";

describe("changes that an upgrade of this package brings", () => {
  it("are told as that where another version released last", () => {
    const [failed, last, older] = [
      record(3, { result: "failed", tool: "0.3.0" }),
      record(2, { tool: "0.2.1" }),
      record(1),
    ];
    assert.equal(
      upgradeText([failed, last, older], "0.3.0"),
      "released last by service-releases 0.2.1, this is 0.3.0: what differs without a change of yours comes of that (CHANGELOG.md)",
    );
  });

  it("are told of a version that left no word of its own", () => {
    assert.match(
      upgradeText([record(1)], "0.3.0") ?? "",
      /^released last by service-releases a version before 0\.2\.0, /,
    );
  });

  it("are none where it was this version, nothing was released, or a plain pulumi up did it", () => {
    assert.equal(upgradeText([record(1, { tool: "0.3.0" })], "0.3.0"), undefined);
    assert.equal(upgradeText([], "0.3.0"), undefined);
    assert.equal(upgradeText([record(1, { operator: "pulumi up" })], "0.3.0"), undefined);
  });
});
