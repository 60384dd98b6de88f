import assert from "node:assert/strict";
import type { RecordedApproval } from "../../../records/approval.ts";
import { nextText, termsInForce } from "../../../release/approvals/terms.ts";
import { record } from "../builders.ts";

const sre = { from: "sre", count: 1 };
const asked = (approval: RecordedApproval) => record(1, { approval });

describe("who is asked", () => {
  it("is whom the stack's file names, from the first release on that asks", () => {
    assert.deepEqual(termsInForce(undefined, [record(1)]), { asked: undefined });
    assert.deepEqual(termsInForce({ ...sre, expires: 600 } as typeof sre, [record(1)]), { asked: sre });
    assert.deepEqual(termsInForce(sre, [asked(sre)]), { asked: sre });
  });

  it("stays who it was until they have approved that it changes: the key is gone, the group another, the count less", () => {
    assert.deepEqual(termsInForce(undefined, [asked(sre)]), { asked: sre, next: "nobody" });
    const own = { from: "own", count: 1 };
    assert.deepEqual(termsInForce(own, [asked(sre)]), { asked: sre, next: own });
    const two = { from: "sre", count: 2 };
    assert.deepEqual(termsInForce(sre, [asked(two)]), { asked: two, next: sre });
    // To ask more needs nobody.
    assert.deepEqual(termsInForce(two, [asked(sre)]), { asked: two });
  });

  it("is another once a release that changed it has succeeded, and not where it was taken back", () => {
    const changed = { ...sre, next: "nobody" as const };
    assert.deepEqual(termsInForce(undefined, [record(2), asked(changed), asked(sre)]), { asked: undefined });
    const failed = { ...asked(changed), result: "rolled back" as const };
    assert.deepEqual(termsInForce(undefined, [failed, asked(sre)]), { asked: sre, next: "nobody" });
    const own = { from: "own", count: 3 };
    assert.deepEqual(termsInForce(own, [asked({ ...sre, next: own })]), { asked: own });
  });

  it("is said in a sentence, where it changes", () => {
    assert.equal(nextText("nobody"), "from then on nobody is asked");
    assert.equal(nextText(sre), "from then on 1 of sre is asked");
    assert.equal(nextText({ from: "sre", count: 2 }), "from then on 2 of sre are asked");
  });
});
