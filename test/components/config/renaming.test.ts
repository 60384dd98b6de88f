import assert from "node:assert/strict";
import {
  deployment,
  earlierService,
  horizontalPodAutoscaler,
  ingresses,
  service,
} from "../../../components/objects.ts";
import { errorsOf, website } from "../support.ts";

const site = { template: "website", image: "localhost/web" };
const versions = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { version: "v1" }]));

describe("renamedFrom", () => {
  it("has the service answer by both names, its hosts stay with the object that has them", () => {
    const route = { kind: "Ingress", hosts: ["store.example"] };
    const renamed = website({ renamedFrom: "store", route });
    const earlier = earlierService(renamed);
    assert.ok(earlier);
    assert.equal(earlier.metadata.name, "store");
    assert.deepEqual(earlier.spec, service(renamed)?.spec);
    const names = (parts: object) =>
      ingresses(website({ renamedFrom: "store", ...parts })).map((one) => one.metadata.name);
    assert.deepEqual(names({ route, routes: { inner: route } }), ["store", "store-inner"]);
    assert.deepEqual(names({ route: { ...route, name: "main" } }), ["main"]);
    assert.equal(earlierService(website({ renamedFrom: "store", earlierName: false })), undefined);
    assert.equal(earlierService(website()), undefined);
  });

  it("begins with what its autoscaler asks for at least", () => {
    const autoscaling = { min: 3, max: 9, cpu: 70 };
    assert.equal(deployment(website({ renamedFrom: "store", autoscaling }), {}).spec.replicas, 3);
    assert.equal(deployment(website({ autoscaling }), {}).spec.replicas, undefined);
    assert.equal(horizontalPodAutoscaler(website({ renamedFrom: "store", autoscaling }))?.metadata.name, "web");
  });

  it("is refused where it says nothing, or the old one is to stay", () => {
    const services = {
      web: { ...site, renamedFrom: "web" },
      shop: { ...site, renamedFrom: "store" },
      store: site,
      blog: { ...site, renamedFrom: "news" },
      diary: { ...site, renamedFrom: "news" },
    };
    assert.deepEqual(errorsOf({ services, current: versions("web", "shop", "store", "blog", "diary") }), [
      "releases:services.web.renamedFrom: web is the service's own name; give its earlier one",
      "releases:services.shop.renamedFrom: store is a service of this stack; take its block out, since shop stands in its place",
      "releases:services.diary.renamedFrom: blog was renamed from news too; one name goes to one service",
    ]);
  });

  it("is refused where an address outside belongs to the old Service", () => {
    const services = { shop: { ...site, renamedFrom: "store", service: { type: "LoadBalancer" } } };
    assert.deepEqual(errorsOf({ services, current: versions("shop") }), [
      "releases:services.shop.renamedFrom: its address outside is that of Service store and cannot be given on; a service of type LoadBalancer keeps its name",
    ]);
  });

  it("is refused with a persistent volume, which two would write to", () => {
    const services = { db: { template: "database", image: "localhost/db", renamedFrom: "data" } };
    assert.deepEqual(errorsOf({ services, current: versions("db") }), [
      "releases:services.db.renamedFrom: volume data would stay behind with data, whose pods write to it until the new ones serve; a service with a persistent volume keeps its name",
    ]);
  });
});
