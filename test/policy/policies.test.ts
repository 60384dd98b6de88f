import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { pinnedByDefault, policies } from "../../policy/policies.ts";
import { parseStackConfig } from "../../components/config.ts";
import { stacksIn } from "../../components/config/knownStacks.ts";
import { readStackFile } from "../../components/config/stackFile.ts";
import { renderService, renderStack } from "../../components/render.ts";
import { website } from "../components/support.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

/** What the policies say of a service's Deployment on a stack, by policy. */
function violations(basic: object, release: object, stack = "staging"): Record<string, string[]> {
  const deployment = renderService(website(basic, release)).find(({ kind }) => kind === "Deployment")!;
  const place = { stack, pinned: ["prod"] };
  const said = policies.map(({ name, check }): [string, string[]] => [name, check(deployment, place)]);
  return Object.fromEntries(said.filter(([, sentences]) => sentences.length > 0));
}

describe("policies", () => {
  it("have nothing to say of an owned service with requests and, on prod, a digest", () => {
    assert.deepEqual(violations({ owner: "web-team" }, { version: "v1" }), {});
    assert.deepEqual(violations({ owner: "web-team" }, { version: digest }, "prod"), {});
  });

  it("miss an owner", () => {
    assert.deepEqual(violations({}, { version: "v1" }), {
      "owner-set": ["nobody owns it: set `owner` in its basic parameters"],
    });
  });

  it("miss requests, of sidecars too", () => {
    const sidecars = { proxy: { image: `localhost/proxy@${digest}`, resources: { requests: { cpu: "10m" } } } };
    const basic = { owner: "web-team", sidecars, resources: { requests: null, limits: null } };
    assert.deepEqual(violations(basic, { version: "v1" }), {
      "requests-set": ["container web requests no cpu and no memory", "container proxy requests no memory"],
    });
  });

  it("refuse a tag on prod, and only there", () => {
    assert.deepEqual(violations({ owner: "web-team" }, { version: "v1" }, "prod"), {
      "images-pinned": ["container web runs localhost/web:v1: release a digest (sha256:...) on prod"],
    });
  });

  it("refuse a waiver without a reason, whoever wrote the Deployment", () => {
    const check = policies.find(({ name }) => name === "waivers-explained")!.check;
    const place = { stack: "prod", pinned: [] };
    const annotated = (waivers: string) => check({ metadata: { annotations: { "releases/waivers": waivers } } }, place);
    assert.deepEqual(annotated('{"ZD001":"one writer; clients reconnect"}'), []);
    assert.deepEqual(annotated('{"ZD001":"because","SC001":5}'), [
      "ZD001 is waived without a reason",
      "SC001 is waived without a reason",
    ]);
    assert.deepEqual(annotated("ZD001"), ["its annotation releases/waivers is no JSON object of rule and reason"]);
    assert.deepEqual(
      violations({ owner: "web-team", waivers: { SC001: "the image runs as root" } }, { version: "v1" }),
      {},
    );
  });
});

describe("the policies, over the stacks that come with the project", () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const lab = JSON.parse(readFileSync(`${root}policy/lab.json`, "utf8")) as { "images-pinned": { pinned: string[] } };

  function broken(stack: string, pinned: readonly string[]): string[] {
    const deployments = renderStack(parseStackConfig(readStackFile(`${root}Pulumi.${stack}.yaml`))).filter(
      ({ kind }) => kind === "Deployment",
    );
    assert.notEqual(deployments.length, 0);
    return policies
      .filter(({ check }) => deployments.some((deployment) => check(deployment, { stack, pinned }).length > 0))
      .map(({ name }) => name);
  }

  for (const stack of stacksIn(root)) {
    it(`have nothing to say of ${stack} as the lab runs it, with policy/lab.json`, () => {
      assert.deepEqual(broken(stack, lab["images-pinned"].pinned), []);
    });
  }

  it("want digests on prod where nobody says otherwise, and nothing else", () => {
    assert.deepEqual(broken("prod", pinnedByDefault), ["images-pinned"]);
    assert.deepEqual(broken("staging", pinnedByDefault), []);
  });
});
