import assert from "node:assert/strict";
import { references } from "../../../components/objects.ts";
import { checkRules } from "../../../components/rules.ts";
import { errorsOf, stackOf, website } from "../support.ts";

const at = "releases:services.web.volumes";

function errors(volumes: object): readonly string[] {
  const web = { template: "website", image: "localhost/web", volumes };
  return errorsOf({ services: { web }, current: { web: { version: "v1" } } });
}

describe("volumes", () => {
  it("name what their kind needs, and nothing of another kind", () => {
    const mount = "/data";
    assert.deepEqual(errors({ a: { mount }, b: { mount, kind: "memory" }, c: { mount, kind: "secret" } }), [
      `${at}.a: a persistent volume needs a size`,
      `${at}.b: a memory volume needs a size: what is in it counts as memory used`,
      `${at}.c: kind secret needs the name it is kept under: from`,
    ]);
    assert.deepEqual(errors({ a: { mount, kind: "scratch", from: "x", sources: [{ secret: "s" }], mode: "0400" } }), [
      `${at}.a: from goes with kind claim, secret or configMap`,
      `${at}.a: sources go with kind projected, and it with them`,
      `${at}.a: mode goes with kind secret, configMap or projected`,
    ]);
    assert.deepEqual(
      errors({ a: { mount, kind: "projected", sources: [{ secret: "s", token: { path: "/t" } }], mode: 400 } }),
      [
        `${at}.a.mode: 400 was given; allowed: a mode like "0400", in quotes`,
        `${at}.a.sources[0].token.path: "/t" was given; allowed: a path that does not start with "/", without ".."`,
        `${at}.a.sources[0]: needs exactly one of secret, configMap, token and fields`,
      ],
    );
  });

  it("of others are referred to, with the entries that must be there", () => {
    const volumes = {
      tls: { kind: "secret", from: "tls", mount: "/tls", items: { "tls.crt": "crt" } },
      maybe: { kind: "configMap", from: "maybe", mount: "/maybe", optional: true },
      data: { kind: "claim", from: "shared", mount: "/data" },
      all: {
        kind: "projected",
        mount: "/all",
        sources: [{ configMap: "flags" }, { fields: { name: "metadata.name" } }],
      },
    };
    assert.deepEqual(references(website({ volumes })), [
      { kind: "ConfigMap", name: "flags", keys: [] },
      { kind: "PersistentVolumeClaim", name: "shared", keys: [] },
      { kind: "Secret", name: "tls", keys: ["tls.crt"] },
    ]);
  });

  it("that others keep are shared as the service's own are, unless they are only read", () => {
    const codes = (more: object) => {
      const data = { kind: "claim", from: "shared", mount: "/data", ...more };
      return checkRules(stackOf({ web: { template: "website", image: "localhost/web", volumes: { data } } })).map(
        ({ code }) => code,
      );
    };
    assert.deepEqual(codes({}), ["ZD009"]);
    assert.deepEqual(codes({ accessMode: "ReadWriteMany" }), []);
    assert.deepEqual(codes({ accessMode: "ReadWriteMany", singleWriter: true }), ["ZD018"]);
    assert.deepEqual(codes({ readOnly: true, accessMode: "ReadOnlyMany", singleWriter: true }), []);
    assert.deepEqual(codes({ readOnly: true }), ["ZD009"]);
  });
});
