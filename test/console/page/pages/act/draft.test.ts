import assert from "node:assert/strict";
import { actOf, draftOf, queryOf, servicesText } from "../../../../../console/page/pages/act/draft.ts";
import type { Act } from "../../../../../console/api/acts.ts";
import type { Verb } from "../../../../../console/page/router/routes.ts";

const digest = `sha256:${"ab".repeat(32)}`;

function asked(verb: Verb, query: string): unknown {
  return actOf(verb, draftOf(new URLSearchParams(query)));
}

describe("what is asked for on the page", () => {
  it("stands in the address and comes back out of it, digests too", () => {
    const services = new Map([
      ["web", `v2@${digest}`],
      ["docs", ""],
    ]);
    assert.deepEqual(draftOf(new URLSearchParams({ services: servicesText(services) })).services, services);
  });

  it("is an act once enough is said", () => {
    assert.deepEqual(asked("up", `services=web:v2,docs:${digest}&canary=yes`), {
      act: { verb: "up", versions: { web: "v2", docs: digest }, canary: true },
    });
    assert.deepEqual(asked("rollback", "services=web"), { act: { verb: "rollback", services: ["web"] } });
    assert.deepEqual(asked("rollback", "to=x"), { act: { verb: "rollback", to: "x" } });
    assert.deepEqual(asked("promote", "from=staging"), { act: { verb: "promote", from: "staging" } });
    assert.deepEqual(asked("canary", "services=web&do=abort"), {
      act: { verb: "canary", do: "abort", services: ["web"] },
    });
    assert.deepEqual(asked("cancel", ""), { act: { verb: "cancel" } });
  });

  it("is a sentence on what is missing before that", () => {
    assert.deepEqual(asked("up", ""), { missing: "Choose at least one service." });
    assert.deepEqual(asked("up", "services=web:v2,docs"), { missing: "Say which version of docs." });
    assert.deepEqual(asked("resubmit", ""), { missing: "Choose the release to submit again." });
    assert.deepEqual(asked("run", ""), { missing: "Choose a schedule." });
  });

  it("can be asked for once more, as it was", () => {
    const acts: Act[] = [
      { verb: "up", versions: { web: "v2", docs: digest }, canary: true },
      { verb: "rollback", services: ["web"], to: "x" },
      { verb: "resubmit", of: "x" },
      { verb: "promote", from: "staging", services: ["web"] },
      { verb: "canary", do: "abort", services: ["web"] },
      { verb: "run", service: "backup" },
      { verb: "cancel" },
      { verb: "recover" },
    ];
    for (const act of acts) assert.deepEqual(asked(act.verb, new URLSearchParams(queryOf(act)).toString()), { act });
  });

  it("is never a canary's abort for a word that nobody knows", () => {
    assert.deepEqual(asked("canary", "services=web&do=nonsense"), {
      act: { verb: "canary", do: "next", services: ["web"] },
    });
  });
});
