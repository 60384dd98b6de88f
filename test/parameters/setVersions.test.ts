import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noServiceFiles } from "../../components/config/serviceFiles.ts";
import { writeFileSync } from "node:fs";
import { setVersions, versionIn } from "../../parameters/setVersions.ts";
import { problemOf } from "../problemOf.ts";

const text = `# Ours.
config:
  releases:services:
    web: { template: website, image: localhost/web } # of web
    docs: { template: website, image: localhost/docs }
  releases:current:
    web: { version: v1, jobsSkipped: v1 } # runs
    docs:
      version: "1.10" # quoted
  releases:groups:
    sites: [web, docs]
`;

describe("versions in a stack's file", () => {
  const projectDir = mkdtempSync(join(tmpdir(), "release-versions-"));
  writeFileSync(join(projectDir, "Pulumi.yaml"), "name: releases\nruntime: nodejs\n");
  const location = { projectDir, stack: "staging" };
  const set = (targets: string[], given = text) =>
    setVersions(targets, location, { text: given, files: noServiceFiles });

  it("are the only thing that changes, with the note that the version before had its jobs", () => {
    const { text: after, changes, same, wrong } = set(["web=v2"]);
    assert.equal(after, text.replace("{ version: v1, jobsSkipped: v1 }", "{ version: v2 }"));
    assert.deepEqual(changes, [{ service: "web", before: "v1", after: "v2" }]);
    assert.deepEqual([same, wrong], [[], []]);
  });

  it("are those of a whole group, and leave what has it by now as it is", () => {
    const { text: after, changes, same } = set(["sites=1.10"]);
    assert.equal(after, text.replace("{ version: v1, jobsSkipped: v1 }", '{ version: "1.10" }'));
    assert.deepEqual(changes, [{ service: "web", before: "v1", after: "1.10" }]);
    assert.deepEqual(same, [{ service: "docs", before: "1.10", after: "1.10" }]);
  });

  it("are set whatever is wrong elsewhere, which is told", () => {
    const broken = text.replace("image: localhost/docs", "image: localhost/docs, replica: 3");
    assert.deepEqual(set(["web=v2"], broken).wrong, [
      'releases:services.docs.replica: unknown parameter; did you mean "replicas"?',
    ]);
  });

  it("are refused where they are none", () => {
    const problem = problemOf(() => set(["web=not a tag"]));
    assert.equal(problem.code, "CONFIG_INVALID");
    assert.equal(problem.message, "this would make the configuration wrong; nothing was written");
  });

  for (const [targets, code, message] of [
    [["web"], "TARGET_MALFORMED", '"web" is not SERVICE=VERSION'],
    [["web="], "TARGET_MALFORMED", '"web=" is not SERVICE=VERSION'],
    [["web=v2=v3"], "TARGET_MALFORMED", '"web=v2=v3" is not SERVICE=VERSION'],
    [["sites=v2", "web=v3"], "TARGET_TWICE", "web is named twice"],
    [["wbe=v2", "nothing=v2"], "SERVICE_UNKNOWN", 'stack staging has no service "wbe", "nothing"'],
  ] as const) {
    it(`of ${targets.join(" ")} are refused: ${code}`, () => {
      const problem = problemOf(() => set([...targets]));
      assert.deepEqual([problem.code, problem.message], [code, message]);
    });
  }

  it("say which name was meant", () => {
    assert.deepEqual(problemOf(() => set(["wbe=v2", "nothing=v2"])).details, [
      'wbe: did you mean "web"?',
      "nothing: allowed: docs, web",
    ]);
  });

  it("are read from any text that may have been the file", () => {
    assert.equal(versionIn(text, "docs"), "1.10");
    assert.equal(versionIn(text, "api"), undefined);
    assert.equal(versionIn("", "web"), undefined);
    assert.equal(versionIn("{ no: [yaml", "web"), undefined);
  });
});
