import assert from "node:assert/strict";
import { objectsOf } from "../../../components/objects.ts";
import { errorsOf, stackOf, website } from "../support.ts";

const url = (template: string) => ({ template, image: "localhost/web" });

describe("a service's maps", () => {
  it("mean the same in whatever order they are written, as Pulumi hands them over by their keys", () => {
    const scratch = (mount: string) => ({ kind: "scratch", mount });
    const written = {
      ports: { zeta: { container: 8081 }, alpha: { container: 8082 } },
      env: { B: "2", A: "1" },
      volumes: { tmp: scratch("/tmp"), cache: scratch("/cache") },
      initContainers: { second: {}, first: {} },
      sidecars: { proxy: { image: "localhost/proxy:v1" }, log: { image: "localhost/log:v1" } },
    };
    const turned = Object.fromEntries(
      Object.entries(written)
        .reverse()
        .map(([key, map]) => [key, Object.fromEntries(Object.entries(map).reverse())]),
    );
    assert.equal(JSON.stringify(objectsOf(website(written), {})), JSON.stringify(objectsOf(website(turned), {})));
  });

  it("leave the services in the order of the file, in which their errors are told", () => {
    assert.deepEqual(
      stackOf({ web: url("website"), api: url("api") }).services.map(({ name }) => name),
      ["web", "api"],
    );
    const wrong = { replicas: -1 };
    const current = { web: { version: "v1" }, api: { version: "v1" } };
    const errors = errorsOf({
      services: { web: { ...url("website"), ...wrong }, api: { ...url("api"), ...wrong } },
      current,
    });
    assert.deepEqual(
      errors.map((line) => line.slice(0, line.indexOf(":", 9))),
      ["releases:services.web.replicas", "releases:services.api.replicas"],
    );
  });
});
