import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { checkedStack } from "../../../components/checkedStack.ts";
import { describedConfig, parseStackConfig } from "../../../components/config.ts";
import { staleWaivers } from "../../../components/config/staleWaivers.ts";
import { parseServiceFiles } from "../../../components/config/serviceFiles.ts";
import { withServiceFiles } from "../../../components/config/withServiceFiles.ts";
import { useOwnParts } from "../../../components/ownParts.ts";
import type { UsageProblem } from "../../../errors/problem.ts";
import { docsExample } from "../../docsExample.ts";
import { useOwnFolder } from "../../ownFolder.ts";

describe("a project's own rules", () => {
  const own = useOwnFolder("rules", useOwnParts);
  const write = (name: string, text: string) => {
    own().write(name, text);
  };
  const read = (more: object = {}) =>
    checkedStack({
      stack: "prod",
      services: { web: { template: "website", image: "localhost/web", owner: "shop", ...more } },
      current: { web: { version: "v1" } },
    });

  beforeEach(() => {
    write("contact.ts", docsExample("package.md", "rules/contact.ts"));
  });

  it("hold beside ours, and are gone with the next project", () => {
    useOwnParts(own().project);
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

  it("are told in the file of the service, as ours are", () => {
    useOwnParts(own().project);
    const files = parseServiceFiles(new Map([["web.yaml", "template: website\nimage: localhost/web\n"]]), ["prod"]);
    const raw = withServiceFiles({ stack: "prod", services: {}, current: { web: { version: "v1" } } }, files);
    assert.throws(() => checkedStack(raw), {
      code: "RULES_BROKEN",
      where: "services/web.yaml",
      details: [
        "SHOP001 at services/web.yaml:1: contact: 2 pods serve, and nobody is named who could be called at night; say in contact where the owner is reached",
      ],
    });
  });

  it("are waived by their code, which nobody else may name", () => {
    useOwnParts(own().project);
    const waivers = { SHOP001: "the shop is closed at night" };
    read({ waivers });
    useOwnParts(tmpdir());
    assert.throws(
      () => read({ waivers }),
      (error: UsageProblem) =>
        /^releases:services.web.waivers.SHOP001: there is no such rule/.test(error.details[0] ?? ""),
    );
  });

  it("that are gone are no reason to refuse what has served with a waiver of them", () => {
    useOwnParts(tmpdir());
    const web = { template: "website", image: "localhost/web", waivers: { SHOP001: "the shop is closed at night" } };
    const raw = { stack: "staging", services: { web }, current: { web: { version: "v1" } } };
    assert.deepEqual(describedConfig(raw).services[0]?.waivers, web.waivers);
    assert.deepEqual(staleWaivers({ name: "web", waivers: web.waivers }).length, 1);
    assert.throws(() => parseStackConfig(raw), { code: "CONFIG_INVALID" });
  });

  const refused = (name: string, text: string, message: string) => {
    write(name, text);
    assert.throws(
      () => {
        useOwnParts(own().project);
      },
      { code: "RULE_INVALID", message, where: own().file(name) },
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
      `a rule cannot be used: SHOP001 is ${own().file("contact.ts")}'s code already`,
    );
  });

  it("do not pass for right where they fail", () => {
    write("contact.ts", "export const rule = { code: 'SHOP001', check: () => { throw new Error('no luck'); } };");
    useOwnParts(own().project);
    assert.throws(() => read(), {
      code: "RULE_INVALID",
      message: "a rule cannot be used: SHOP001 failed on service web: no luck",
    });
  });
});
