import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { templates, useTemplates } from "../../components/templates.ts";
import { useOwnFolder } from "../ownFolder.ts";

describe("a project's own templates", () => {
  const own = useOwnFolder("templates", useTemplates);
  const write = (name: string, text: string) => {
    own().write(name, text);
  };

  it("are there beside the built-in ones, and gone with the next project", () => {
    write("team.ts", "export const template: object = { description: 'ours', defaults: { replicas: 4 } };");
    useTemplates(own().project);
    assert.equal(templates.get("team")?.defaults.replicas, 4);
    assert.ok(templates.has("website"));
    useTemplates(tmpdir());
    assert.equal(templates.has("team"), false);
  });

  it("take the place of a built-in one by their name", () => {
    write("website.ts", "export const template = { description: 'ours', defaults: {} };");
    useTemplates(own().project);
    assert.equal(templates.get("website")?.description, "ours");
  });

  it("are told by their file where they cannot be used", () => {
    write("team.ts", "export const tmplate = {};");
    assert.throws(
      () => {
        useTemplates(own().project);
      },
      {
        code: "TEMPLATE_INVALID",
        message: "a template cannot be used: it exports no `template`",
        where: own().file("team.ts"),
      },
    );
    rmSync(own().file("team.ts"));
    write("other.ts", "throw new Error('no luck');");
    assert.throws(
      () => {
        useTemplates(own().project);
      },
      { message: "a template cannot be used: no luck" },
    );
  });
});
