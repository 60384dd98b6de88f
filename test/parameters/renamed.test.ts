import assert from "node:assert/strict";
import { renamedBack } from "../../parameters/renamed.ts";
import { parameters } from "../release/builders.ts";

describe("a service that takes its name back", () => {
  const route = { gateway: "main", hosts: ["store.example"] };
  const routes = { internal: { gateway: "inside", hosts: [] } };

  it("keeps the route objects under the names that they bear", () => {
    const now = parameters("v2", { renamedFrom: "store", route, routes: { internal: { ...route, name: "inner" } } });
    const { basic } = renamedBack("store", parameters("v1", { route, routes }), { renamedTo: "shop", now });
    assert.deepEqual(basic, {
      ...parameters("v1").basic,
      route: { ...route, name: "store" },
      routes: { internal: { ...routes.internal, name: "inner" } },
      renamedFrom: "shop",
    });
  });

  it("leaves the names of its routes alone where the other has given them its own by now", () => {
    const now = parameters("v2", { route, routes });
    const { basic } = renamedBack("store", parameters("v1", { route, routes }), { renamedTo: "shop", now });
    assert.deepEqual(basic, { ...parameters("v1").basic, route, routes, renamedFrom: "shop" });
  });
});
