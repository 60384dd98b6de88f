import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkedStack } from "../../../components/checkedStack.ts";
import { useOwnParts } from "../../../components/ownParts.ts";
import type { UsageProblem } from "../../../errors/problem.ts";
import { docsExample } from "../../docsExample.ts";

describe("a project's own rules", () => {
  let project: string;
  const write = (name: string, text: string) => {
    writeFileSync(join(project, "rules", name), text);
  };
  const read = (more: object = {}) =>
    checkedStack({
      stack: "prod",
      services: { web: { template: "website", image: "localhost/web", owner: "shop", ...more } },
      current: { web: { version: "v1" } },
    });

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "release-rules-"));
    mkdirSync(join(project, "rules"));
    write("contact.ts", docsExample("package.md", "rules/contact.ts"));
  });
  afterEach(() => {
    useOwnParts(tmpdir());
    rmSync(project, { recursive: true });
  });

  it("hold beside ours, and are gone with the next project", () => {
    useOwnParts(project);
    assert.throws(() => read(), {
      code: "RULES_BROKEN",
      details: [
        "SHOP001 at releases:services.web.contact: 2 pods serve, and nobody is named who could be called at night; say in contact where the owner is reached",
      ],
    });
    read({ contact: "#shop" });
    useOwnParts(tmpdir());
    read();
  });

  it("are waived by their code, which nobody else may name", () => {
    useOwnParts(project);
    const waivers = { SHOP001: "the shop is closed at night" };
    read({ waivers });
    useOwnParts(tmpdir());
    assert.throws(
      () => read({ waivers }),
      (error: UsageProblem) =>
        /^releases:services.web.waivers.SHOP001: there is no such rule/.test(error.details[0] ?? ""),
    );
  });

  const refused = (name: string, text: string, message: string) => {
    write(name, text);
    assert.throws(
      () => {
        useOwnParts(project);
      },
      { code: "RULE_INVALID", message, where: join(project, "rules", name) },
    );
  };

  it("have codes of their own", () => {
    refused(
      "code.ts",
      "export const rule = { code: 'ZD001', check: () => [] };",
      'a rule cannot be used: its code is "ZD001"; allowed: two to eight capitals, neither ZD nor SC, and three digits, like SHOP001',
    );
  });

  it("share no code", () => {
    refused(
      "other.ts",
      "export const rule = { code: 'SHOP001', check: () => [] };",
      `a rule cannot be used: SHOP001 is ${join(project, "rules/contact.ts")}'s code already`,
    );
  });

  it("do not pass for right where they fail", () => {
    write("contact.ts", "export const rule = { code: 'SHOP001', check: () => { throw new Error('no luck'); } };");
    useOwnParts(project);
    assert.throws(() => read(), {
      code: "RULE_INVALID",
      message: "a rule cannot be used: SHOP001 failed on service web: no luck",
    });
  });
});
