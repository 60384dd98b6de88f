import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { templates, useTemplates } from "../../components/templates.ts";

describe("a project's own templates", () => {
  let project: string;
  const write = (name: string, text: string) => {
    writeFileSync(join(project, "templates", name), text);
  };

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "release-templates-"));
    mkdirSync(join(project, "templates"));
  });
  afterEach(() => {
    useTemplates(tmpdir());
    rmSync(project, { recursive: true });
  });

  it("are there beside the built-in ones, and gone with the next project", () => {
    write("team.ts", "export const template: object = { description: 'ours', defaults: { replicas: 4 } };");
    useTemplates(project);
    assert.equal(templates.get("team")?.defaults.replicas, 4);
    assert.ok(templates.has("website"));
    useTemplates(tmpdir());
    assert.equal(templates.has("team"), false);
  });

  it("take the place of a built-in one by their name", () => {
    write("website.ts", "export const template = { description: 'ours', defaults: {} };");
    useTemplates(project);
    assert.equal(templates.get("website")?.description, "ours");
  });

  it("are told by their file where they cannot be used", () => {
    write("team.ts", "export const tmplate = {};");
    assert.throws(
      () => {
        useTemplates(project);
      },
      {
        code: "TEMPLATE_INVALID",
        message: "a template cannot be used: it exports no `template`",
        where: join(project, "templates/team.ts"),
      },
    );
    rmSync(join(project, "templates/team.ts"));
    write("other.ts", "throw new Error('no luck');");
    assert.throws(
      () => {
        useTemplates(project);
      },
      { message: "a template cannot be used: no luck" },
    );
  });
});
