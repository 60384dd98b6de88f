import assert from "node:assert/strict";
import {
  answersOf,
  editKey,
  editsOf,
  settingGroups,
  withTyped,
  type Typed,
} from "../../../../../console/page/pages/parameters/edits.ts";
import { parametersOf } from "../../../fixture/settings.ts";

const { schema, services } = parametersOf(["website"], true);
const [website] = services;
const none: Typed = new Map();

describe("what is typed into the parameters", () => {
  it("is an edit until it is typed back", () => {
    const typed = withTyped(none, "website", "replicas", "6", "4");
    assert.deepEqual(editsOf(typed, schema).edits, [{ service: "website", path: "replicas", value: 6 }]);
    assert.equal(withTyped(typed, "website", "replicas", "4", "4").size, 0);
  });

  it("is taken out of the file by null", () => {
    const typed = withTyped(none, "website", "env.GREETING", null, "hello");
    assert.deepEqual(editsOf(typed, schema).edits, [{ service: "website", path: "env.GREETING", value: null }]);
  });

  it("stays where it is while it is none that can be sent", () => {
    const { edits, wrong } = editsOf(withTyped(none, "website", "replicas", "many", "4"), schema);
    assert.deepEqual(edits, []);
    assert.equal(wrong.get(editKey("website", "replicas")), "a number is wanted");
  });

  it("has its problems beside it, and those of no field apart", () => {
    const typed = withTyped(none, "website", "replicas", "900", "4");
    const problems = ["replicas: 1 to 500 are possible", "the file cannot be read"];
    const { byField, rest } = answersOf({ problems, findings: [], diff: [] }, typed);
    assert.deepEqual([...byField.values()], [["replicas: 1 to 500 are possible"]]);
    assert.deepEqual(rest, ["the file cannot be read"]);
  });

  it("stands among what runs, what it is, and then what has parts", () => {
    const groups = settingGroups(website!, none, "", true);
    assert.deepEqual(
      groups.map(({ name }) => name),
      ["release", "basic", "env", "secrets"],
    );
    const added = withTyped(none, "website", "drain.time", "20s", "");
    assert.equal(settingGroups(website!, added, "drain.time", true)[0]?.settings[0]?.path, "drain.time");
  });
});
