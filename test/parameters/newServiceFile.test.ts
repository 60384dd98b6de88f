import assert from "node:assert/strict";
import { newServiceFile } from "../../parameters/newServiceFile.ts";

describe("the file of a new service", () => {
  it("has a line for each parameter that is short, and texts quoted that YAML might take for something else", () => {
    const long = Object.fromEntries(["ONE", "TWO", "THREE"].map((name) => [name, "a value of some length ".repeat(2)]));
    assert.equal(
      newServiceFile({ template: "worker", replicas: 2, selector: { app: "web" }, owner: "no", env: long }),
      `template: worker
replicas: 2
selector: { app: web }
owner: "no"
env:
  ONE: "a value of some length a value of some length "
  TWO: "a value of some length a value of some length "
  THREE: "a value of some length a value of some length "
`,
    );
  });
});
