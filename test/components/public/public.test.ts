import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { faults } from "../../../components/kubernetes/check.ts";
import { kindWord } from "../../../components/kubernetes/fields.ts";
import { defaulted } from "./defaults.ts";
import { differencesOf } from "./differences.ts";
import { projects, type Project } from "./projects.ts";
import { reasonFor } from "./reasons.ts";
import { page } from "./page.ts";

function differences({ originals, rendered }: Project): string[] {
  return differencesOf(originals.map(defaulted), rendered.map(defaulted));
}

describe("the services of public projects", () => {
  for (const project of projects) {
    it(`${project.name}: are said whole, and differ only where a list says so and why`, () => {
      const unexplained = differences(project).filter((line) => reasonFor(line) === undefined);
      assert.deepEqual(unexplained.toSorted(), Object.values(project.differences).flat().toSorted());
    });

    it(`${project.name}: are what Kubernetes knows, as they were and as they are`, () => {
      const wrong = [...project.originals, ...project.rendered].flatMap((object) =>
        faults(object, kindWord(object.kind) ?? "", "whole").map((fault) => ({
          object: object.metadata.name,
          ...fault,
        })),
      );
      assert.deepEqual(wrong, []);
    });
  }

  it("come to what docs/public.md says", () => {
    const file = new URL("../../../docs/public.md", import.meta.url);
    const written = page(projects.map((project) => ({ project, lines: differences(project) })));
    if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(file, written);
    assert.equal(written, readFileSync(file, "utf8"));
  });
});
