import assert from "node:assert/strict";
import fc from "fast-check";
import { actSchema, argumentsOf, isBound } from "../../../console/acts/act.ts";
import { hashOf, planIn } from "../../../console/acts/plan.ts";
import { endOf, toldBy } from "../../../console/acts/told.ts";
import type { Act } from "../../../console/api/acts.ts";

describe("an act as arguments of the command", () => {
  const cases: [Act, string][] = [
    [{ verb: "up", versions: { web: "v2", docs: "v7" } }, "up web=v2 docs=v7"],
    [{ verb: "up", versions: { web: "v2" }, canary: true }, "up web=v2 --canary"],
    [{ verb: "up", versions: {} }, "up"],
    [{ verb: "rollback", services: ["web"] }, "rollback web"],
    [{ verb: "rollback", services: ["web"], to: "20261122-013005-k3f2" }, "rollback web --to 20261122-013005-k3f2"],
    [{ verb: "resubmit", of: "k3f2" }, "resubmit k3f2"],
    [{ verb: "restart", services: ["web", "docs"] }, "restart web docs"],
    [{ verb: "promote", from: "staging", services: ["web"] }, "promote staging prod web"],
    [{ verb: "canary", do: "abort", services: ["web"] }, "canary abort web"],
    [{ verb: "cancel" }, "cancel"],
    [{ verb: "recover" }, "recover"],
    [{ verb: "run", service: "backup" }, "run backup"],
  ];
  for (const [act, line] of cases) {
    it(line, () => {
      assert.equal(argumentsOf(actSchema.parse(act), "prod").join(" "), line);
    });
  }

  it("has no word that begins like an option, whatever a browser sends", () => {
    const word = fc.oneof(fc.string(), fc.constantFrom("--force", "-y", "web", "v1", "--cwd=/", "..", "a b"));
    const sent = fc.record({ verb: fc.constant("up"), versions: fc.dictionary(word, word) });
    fc.assert(
      fc.property(sent, (act) => {
        const read = actSchema.safeParse(act);
        const words = read.success ? argumentsOf(read.data, "prod") : [];
        assert.ok(
          words.every((one) => /^[\w.:@+=-]+$/.test(one) && !one.startsWith("-")),
          words.join(" "),
        );
      }),
    );
  });

  it("is bound to the plan that was shown, where one can be", () => {
    assert.equal(isBound({ verb: "rollback" }), true);
    assert.equal(isBound({ verb: "up", versions: { web: "v2" }, canary: true }), false);
    assert.equal(isBound({ verb: "canary", do: "next", services: [] }), false);
  });
});

describe("what the command tells", () => {
  it("is events, and why it was refused", () => {
    const note = { type: "note", at: 1, level: "info", message: "so" };
    assert.deepEqual(toldBy(JSON.stringify(note)), { event: note });
    const problem = { type: "problem", code: "RULES_BROKEN", message: "no", details: ["ZD001"], exitCode: 1 };
    assert.deepEqual(toldBy(JSON.stringify(problem)), {
      problem: { code: "RULES_BROKEN", what: "no", details: ["ZD001"] },
    });
    for (const line of ["", "text", "[]", "3", '{"no":"type"}']) assert.equal(toldBy(line), undefined);
  });

  it("holds no secret, encrypted as it is", () => {
    const after = { basic: {}, release: { version: "v1" }, secrets: { dbPassword: "v1:cipher" } };
    const told = JSON.stringify(toldBy(JSON.stringify({ type: "plan", plan: { services: [{ after }] } })));
    assert.doesNotMatch(told, /cipher/);
    assert.match(told, /"dbPassword":"\[secret\]"/);
    const end = endOf("now", 0, { release: { id: "x", changes: [{ after }] } }, undefined);
    assert.doesNotMatch(JSON.stringify(end), /cipher/);
  });
});

describe("a plan out of the dry run", () => {
  const act: Act = { verb: "up", versions: { web: "v2" } };

  it("has its steps, its notes, and the digest that the act is bound to", () => {
    const stdout = JSON.stringify({ changes: [{ urn: "u" }], unchanged: 3, plan: { services: [] }, planDigest: "abc" });
    const stderr = `${JSON.stringify({ type: "note", at: 1, level: "info", message: "so" })}\nand a word\n`;
    const { steps, notes, hash, problem, plan } = planIn(act, { stdout, stderr });
    assert.deepEqual([steps?.length, notes, hash, problem, plan], [1, ["so"], "abc", undefined, { services: [] }]);
  });

  it("says why it would be refused", () => {
    const stderr = JSON.stringify({ type: "problem", code: "RULES_BROKEN", message: "no", details: [], exitCode: 1 });
    const { problem, plan } = planIn(act, { stdout: "", stderr });
    assert.deepEqual([problem, plan], [{ code: "RULES_BROKEN", what: "no" }, undefined]);
  });

  it("that never came says what the command said last", () => {
    assert.deepEqual(planIn(act, { stdout: "", stderr: "boom\n" }), {
      ...{ notes: [], hash: hashOf(act) },
      problem: { code: "PLAN_FAILED", what: "the plan could not be made", details: ["boom"] },
    });
  });
});
