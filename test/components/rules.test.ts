import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { parse } from "yaml";
import type { StackConfig } from "../../components/config/stackConfig.ts";
import { parseStackConfig } from "../../components/config.ts";
import type { IntOrPercent } from "../../components/config/intOrPercent.ts";
import { assertRules, checkRules } from "../../components/rules.ts";
import { ruleTitles } from "../../components/rules/codes.ts";
import { templates } from "../../components/templates.ts";
import { describeProblem, Problem } from "../../errors/problem.ts";
import { leastOf, stackOf } from "./support.ts";

const page = readFileSync(new URL("../../docs/rules.md", import.meta.url), "utf8");

interface Section {
  code: string;
  title: string;
  fails: string;
  says: string;
  passes: string;
}

/** The page's rules, each with its two examples and the finding between them. */
const sections = page
  .split(/^## /m)
  .slice(1)
  .map((section): Section => {
    const match = /^(\w+): (.*)\n[^]*```yaml\n# fails\n([^]*?)```\n\n> (.*)\n\n```yaml\n# passes\n([^]*?)```/.exec(
      section,
    );
    assert.ok(match, `the section "${section.slice(0, 40)}" lacks an example`);
    const [, code = "", title = "", fails = "", says = "", passes = ""] = match;
    return { code, title, fails, says, passes };
  });

function stackOfExample(text: string): StackConfig {
  const { config } = parse(text) as { config: Record<string, Record<string, object>> };
  const { "releases:current": current, "releases:namespaces": namespaces, "releases:cluster": cluster } = config;
  const services = config["releases:services"]!;
  const versions = Object.fromEntries(Object.keys(services).map((name) => [name, { version: "v1" }]));
  return parseStackConfig({ stack: "staging", services, current: { ...versions, ...current }, namespaces, cluster });
}

function openFindings(stack: StackConfig): string[] {
  return checkRules(stack)
    .filter(({ waived }) => waived === undefined)
    .map(({ code, path, message, fix }) => `${code} at ${path}: ${message}; ${fix}`);
}

describe("docs/rules.md", () => {
  it("explains every rule, by its title, in the order of the codes", () => {
    const explained = sections.map(({ code, title }) => `${code}: ${title}`);
    const there = Object.entries(ruleTitles).map(([code, title]) => `${code}: ${title}`);
    assert.deepEqual(explained, there);
  });

  for (const { code, fails, says, passes } of sections) {
    it(`${code}: the failing example is found, in the words of the page`, () => {
      assert.deepEqual(openFindings(stackOfExample(fails)), [says]);
    });

    it(`${code}: the passing example breaks no rule`, () => {
      assert.deepEqual(openFindings(stackOfExample(passes)), []);
    });
  }
});

describe("checkRules", () => {
  it("finds nothing in a service that leaves everything to its template, but what the template says of itself", () => {
    const broken = [...templates.keys()].map((template) => {
      const stack = stackOf({ a: leastOf(template) }, { cluster: { nodes: 1 } });
      return [template, checkRules(stack).map(({ code }) => code)];
    });
    const findings = broken.filter(([, codes]) => codes?.length !== 0);
    assert.deepEqual(findings, [
      ["database", ["ZD001"]],
      ["plain", ["ZD013", "SC001", "SC002", "SC003", "SC004"]],
    ]);
  });

  it("finds no way to zero pods exactly where a rollout, played through, keeps one", () => {
    const share = fc.nat(100).map((percent): IntOrPercent => `${percent}%`);
    const intOrPercent = fc.oneof(fc.nat(6), share);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), intOrPercent, intOrPercent, (replicas, maxSurge, maxUnavailable) => {
        // Two zeros are no configuration at all (config.test.ts).
        fc.pre(![maxSurge, maxUnavailable].every((value) => Number.parseInt(String(value)) === 0));
        const rollout = { maxSurge, maxUnavailable };
        const stack = stackOf({ web: { template: "website", image: "localhost/web", replicas, rollout } });
        const found = checkRules(stack).some(({ code }) => code === "ZD001");
        assert.equal(found, fewestAvailable(replicas, maxSurge, maxUnavailable) === 0);
      }),
    );
  });

  it("counts an autoscaler's fewest pods", () => {
    const autoscaling = { min: 1, max: 10, cpu: 80 };
    const rollout = { maxSurge: 0, maxUnavailable: "50%" };
    const stack = stackOf({ web: { template: "website", image: "localhost/web", autoscaling, rollout } });
    assert.deepEqual(
      checkRules(stack).map(({ code }) => code),
      ["ZD001"],
    );
  });

  it("tells a waived finding with its reason", () => {
    const waivers = { ZD012: "the sandbox follows the main branch" };
    const stack = stackOf(
      { web: { template: "website", image: "localhost/web", waivers } },
      { current: { web: { version: "main" } } },
    );
    assert.deepEqual(
      checkRules(stack).map(({ code, waived }) => [code, waived]),
      [["ZD012", "the sandbox follows the main branch"]],
    );
    assertRules(stack);
  });
});

describe("assertRules", () => {
  it("refuses a stack with everything it breaks, and the way out", () => {
    const web = { template: "website", image: "localhost/web", drain: { margin: "0s" }, resources: null };
    assert.throws(
      () => {
        assertRules(stackOf({ web }));
      },
      (error) => {
        assert.ok(error instanceof Problem);
        assert.equal(error.exitCode, 1);
        assert.equal(
          describeProblem(error),
          [
            "RULES_BROKEN: stack staging breaks 2 rules for services that keep answering",
            "  at Pulumi.staging.yaml",
            "  - ZD005 at releases:services.web.drain.margin: sleep 4s and drain 15s use up the whole grace period of 19s: the last requests meet SIGKILL; set drain.margin to 1s or more",
            "  - ZD013 at releases:services.web.resources.requests: no request for cpu and memory: the scheduler puts the pods on full nodes, and they are the first to be evicted; set requests, e.g. {cpu: 100m, memory: 128Mi}",
            "  next: mend them, or waive one by its code with a reason: waivers: {ZD003: why}; docs/rules.md explains each",
          ].join("\n"),
        );
        return true;
      },
    );
  });
});

/**
 * Plays a rolling update as the Deployment controller does it, one pod getting ready at a time: scale up as far as the
 * surge permits, scale down as far as the available ones permit. Returns the fewest available pods on the way.
 */
function fewestAvailable(replicas: number, maxSurge: IntOrPercent, maxUnavailable: IntOrPercent): number {
  const exact = (value: IntOrPercent) =>
    typeof value === "number" ? value : (Number.parseInt(value) * replicas) / 100;
  const surge = Math.ceil(exact(maxSurge));
  const unavailable = surge === 0 ? Math.max(1, Math.floor(exact(maxUnavailable))) : Math.floor(exact(maxUnavailable));
  let [old, starting, ready, fewest] = [replicas, 0, 0, replicas];
  while (old > 0 || ready < replicas) {
    starting += Math.max(0, Math.min(replicas - starting - ready, replicas + surge - old - starting - ready));
    old -= Math.max(0, Math.min(old, old + ready - (replicas - unavailable)));
    fewest = Math.min(fewest, old + ready);
    starting += Math.max(0, Math.min(replicas - starting - ready, replicas + surge - old - starting - ready));
    assert.ok(starting > 0 || ready === replicas, "the rollout stands still");
    if (starting > 0) [starting, ready] = [starting - 1, ready + 1];
  }
  return fewest;
}
