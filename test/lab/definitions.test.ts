import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isEstablished } from "../../lab/definitions.ts";

describe("a kind that a definition defines", () => {
  it("is served only once the API server says so", () => {
    const saying = (status: string): object => ({ status: { conditions: [{ type: "Established", status }] } });
    assert.equal(isEstablished(undefined), false);
    assert.equal(isEstablished({}), false);
    assert.equal(isEstablished(saying("False")), false);
    assert.equal(isEstablished(saying("True")), true);
  });
});
