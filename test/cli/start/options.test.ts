import assert from "node:assert/strict";
import { parseStartOptions } from "../../../cli/start/options.ts";
import { problemOf } from "../../problemOf.ts";

describe("the options of npm start", () => {
  it("are all off unless asked for", () => {
    assert.deepEqual({ ...parseStartOptions([]) }, { git: false, json: false, help: false });
    assert.deepEqual({ ...parseStartOptions(["--git", "--json"]) }, { git: true, json: true, help: false });
  });

  it("have the whole way from a commit run on the lab alone", () => {
    const { code, message } = problemOf(() => parseStartOptions(["--git", "--context", "mine"]));
    assert.deepEqual(
      [code, message],
      ["OPTION_UNKNOWN", "--git runs on the lab alone, whose node pulls from a registry of this machine"],
    );
  });
});
