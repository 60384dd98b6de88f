import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { releaserPolicy } from "../../components/admission/releaserPolicy.ts";
import { accessLevels, accessManifests, accessRules } from "../../components/rbac.ts";
import type { AccessLevel } from "../../components/rbac.ts";
import { manifestsYaml } from "../../components/render.ts";

/** What a level may do: `apps/deployments get`. */
function rights(level: AccessLevel): Set<string> {
  const rules = accessRules(level) as { apiGroups: string[]; resources: string[]; verbs: string[] }[];
  return new Set(
    rules.flatMap(({ apiGroups: [group], resources, verbs }) =>
      resources.flatMap((resource) => verbs.map((verb) => `${group!}/${resource} ${verb}`)),
    ),
  );
}

describe("accessManifests", () => {
  it("are what docs/examples/rbac.yaml says, with the policy for releasers", () => {
    const file = new URL("../../docs/examples/rbac.yaml", import.meta.url);
    const groups = { viewer: "everybody", releaser: "releasers", owner: "service-owners" };
    const manifests = [...accessManifests("prod", groups), ...releaserPolicy("prod", groups)];
    const text = `# Three roles for the namespace of a stack, and what holds releasers to a release's own fields; written by\n# test/components/rbac.test.ts.\n${manifestsYaml(manifests)}`;
    if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(file, text);
    assert.equal(readFileSync(file, "utf8"), text);
  });

  it("let each level do what the one before it may", () => {
    const [viewer, releaser, owner] = [rights("viewer"), rights("releaser"), rights("owner")];
    const missing = (lower: Set<string>, higher: Set<string>) => [...lower].filter((right) => !higher.has(right));
    assert.deepEqual([missing(viewer, releaser), missing(releaser, owner)], [[], []]);
    assert.ok(viewer.size < releaser.size && releaser.size < owner.size);
  });

  it("let no level run commands in pods, name a wildcard, or leave its namespace", () => {
    for (const level of accessLevels) {
      const forbidden = [...rights(level)].filter((right) =>
        /\*|pods\/(exec|attach|portforward)|namespaces|nodes|cluster|impersonate|escalate|bind /.test(right),
      );
      assert.deepEqual(forbidden, []);
    }
  });

  it("show no viewer a secret", () => {
    assert.deepEqual(
      [...rights("viewer")].filter((right) => right.includes("secrets")),
      [],
    );
  });
});
