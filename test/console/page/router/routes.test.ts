import assert from "node:assert/strict";
import fc from "fast-check";
import { addressOf, inStackAddress, routeOf } from "../../../../console/page/router/routes.ts";

const name = fc.string({ minLength: 1, unit: "grapheme" });

describe("the addresses of the page", () => {
  it("lead to the page that they name, whatever a stack or a service is called", () => {
    fc.assert(
      fc.property(name, name, (stack, service) => {
        const at = (...parts: string[]) => routeOf(inStackAddress(stack, parts));
        assert.deepEqual(at(), { page: "overview", stack });
        assert.deepEqual(at("services", service), { page: "service", stack, service });
        assert.deepEqual(at("services", service, "logs"), { page: "logs", stack, service });
        assert.deepEqual(at("releases", service), { page: "release", stack, id: service });
        assert.deepEqual(at("acts", service), { page: "act", stack, id: service });
      }),
    );
  });

  it("lead nowhere else than to this page", () => {
    fc.assert(
      fc.property(fc.array(name), fc.dictionary(name, name), (parts, query) => {
        const url = new URL(addressOf(["stacks", ...parts], query), "https://console.example");
        assert.equal(url.origin, "https://console.example");
      }),
    );
  });

  it("leave out what is not asked for", () => {
    const address = inStackAddress("prod", ["releases"], { result: "rolled back", kind: "", service: undefined });
    assert.equal(address, "/stacks/prod/releases?result=rolled+back");
  });

  it("of nothing are not found", () => {
    const found = [
      "/",
      "/stacks",
      "/stacks/prod/nothing",
      "/stacks/prod/new/nothing",
      "/stacks/a/b/c/d/e",
      "/%",
      "/elsewhere",
    ].map((path) => routeOf(path).page);
    assert.deepEqual(found, ["home", ...Array.from({ length: 6 }, () => "notFound")]);
  });
});
