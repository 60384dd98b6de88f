import assert from "node:assert/strict";
import { stepLines } from "../../../cli/renderers/steps.ts";
import { plainStyle } from "../../../cli/renderers/style.ts";
import type { PropertyChange, ResourceStep } from "../../../engine/events.ts";

function step(
  operation: ResourceStep["operation"],
  type: string,
  name: string,
  service?: string,
  changes: PropertyChange[] = [],
): ResourceStep {
  return { urn: `${type}::${name}`, type, name, ...(service === undefined ? {} : { service }), operation, changes };
}

const deployment = "kubernetes:apps/v1:Deployment";
const release = "releases:index:ServiceRelease";
const randomId = "random:index/randomId:RandomId";
const releaseId = { path: 'metadata.annotations["releases/release-id"]', before: "2ea0caf1", after: "[unknown]" };
const image = { path: "spec.template.spec.containers[0].image", before: "localhost/web:v1", after: "localhost/web:v2" };

function text(steps: ResourceStep[]): string {
  return stepLines(steps, plainStyle).join("\n");
}

describe("a plan's steps", () => {
  it("stand in a block for each service that changes, the others by their number alone", () => {
    const steps = [
      step("update", deployment, "web", "web", [releaseId, image, { path: "spec.paused", before: "true" }]),
      step("same", deployment, "docs", "docs"),
      step("replace", randomId, "web-release", "web", [{ path: "keepers.version", before: "v1", after: "v2" }]),
      step("update", "kubernetes:core/v1:Service", "api", "api", [{ path: "spec.ports[0].port", after: "80" }]),
    ];
    assert.equal(
      text(steps),
      [
        "api",
        "  ~ update Service api",
        "      + spec.ports[0].port: 80",
        "web  pods replaced",
        "  ~ update Deployment web",
        "      ~ spec.template.spec.containers[0].image: localhost/web:v1 → localhost/web:v2",
        "      - spec.paused: true",
        "2 of 3 services change: api, web (3 of 4 resources)",
      ].join("\n"),
    );
    assert.equal(text([...steps].reverse()), text(steps));
  });

  it("say which services come and go, and what is the stack's own", () => {
    assert.equal(
      text([
        step("create", "kubernetes:core/v1:Namespace", "staging"),
        step("create", release, "web", "web"),
        step("create", deployment, "web", "web"),
        step("delete", release, "docs", "docs"),
        step("delete", deployment, "docs", "docs"),
      ]),
      [
        "the stack itself",
        "  + create Namespace staging",
        "docs  gone",
        "  - delete Deployment docs",
        "web  new",
        "  + create Deployment web",
        "2 of 2 services change: docs, web (5 of 5 resources)",
      ].join("\n"),
    );
    assert.equal(
      text([step("update", "kubernetes:core/v1:Namespace", "staging"), step("same", deployment, "web", "web")]),
      "the stack itself\n  ~ update Namespace staging\nno service changes (1 of 2 resources)",
    );
  });

  it("show the ids that are drawn where nothing else changes", () => {
    assert.equal(
      text([
        step("replace", randomId, "web-release", "web", [{ path: "keepers.restartedAt", after: "today" }]),
        step("update", deployment, "web", "web", [releaseId]),
        step("replace", randomId, "docs-release", "docs"),
      ]),
      [
        "docs",
        "  ± replace RandomId docs-release",
        "web",
        "  ~ update Deployment web",
        '      ~ metadata.annotations["releases/release-id"]: 2ea0caf1 → [unknown]',
        "2 of 2 services change: docs, web (3 of 3 resources)",
      ].join("\n"),
    );
  });

  it("name ten of many services", () => {
    const steps = Array.from({ length: 12 }, (_, index) => {
      const name = `s${String(index).padStart(2, "0")}`;
      return step("update", deployment, name, name);
    });
    const last = stepLines(steps, plainStyle).at(-1);
    assert.equal(
      last,
      "12 of 12 services change: s00, s01, s02, s03, s04, s05, s06, s07, s08, s09 and 2 more (12 of 12 resources)",
    );
  });

  it("are none where nothing changes", () => {
    assert.equal(text([step("same", deployment, "web", "web")]), "no change (1 resources)");
  });
});
