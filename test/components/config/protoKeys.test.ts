import assert from "node:assert/strict";
import { parseStackText } from "../../../components/config/stackFile.ts";
import { errorsOf } from "../support.ts";

const refused = "no entry can have this name; choose another";

/** As YAML and JSON have it: a key of the object itself. */
function proto(value: unknown): object {
  return JSON.parse(`{"__proto__": ${JSON.stringify(value)}}`) as object;
}

describe("a key called __proto__", () => {
  it("is refused wherever it would be lost", () => {
    const web = { template: "website", image: "localhost/web" };
    const services = { web: { ...web, env: proto("x"), volumes: proto({ mount: "/x" }) } };
    const current = { web: { version: "v1" } };
    assert.deepEqual(errorsOf({ services, current, groups: proto(["web"]) }), [
      `releases:services.web.env.__proto__: ${refused}`,
      `releases:services.web.volumes.__proto__: ${refused}`,
      `releases:groups.__proto__: ${refused}`,
    ]);
  });

  it("is told once where it is no name of a service anyway", () => {
    const [line, ...more] = errorsOf({ services: proto({ template: "website" }), current: {} }).filter((error) =>
      error.startsWith("releases:services.__proto__:"),
    );
    assert.match(line ?? "", /is no service name/);
    assert.deepEqual(more, []);
  });

  it("does not become the prototype of what a file's keys are kept in", () => {
    const { config } = parseStackText("Pulumi.staging.yaml", "config:\n  __proto__: { a: 1 }\n");
    assert.equal(Object.getPrototypeOf(config), Object.prototype);
    assert.deepEqual(Object.keys(config), ["__proto__"]);
  });
});
