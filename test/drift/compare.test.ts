import assert from "node:assert/strict";
import fc from "fast-check";
import { differences, holds, missing } from "../../drift/compare.ts";
import { pathText, stepInto, valueAt, type FieldPath } from "../../drift/fieldSet.ts";
import type { ManagedFields } from "../../drift/managers.ts";
import { leavesOf, manifest, setOf, type Json } from "./arbitraries.ts";

/** A live object of this content, whose fields are held by these. */
function live(content: Json, managedFields: ManagedFields[]): Json {
  return { ...structuredClone(content), metadata: { name: "web", managedFields } };
}

function held(manager: string, paths: FieldPath[], parts: Partial<ManagedFields> = {}): ManagedFields {
  return { manager, operation: "Update", apiVersion: "apps/v1", fieldsV1: setOf(paths), ...parts };
}

function change(object: Json, path: FieldPath): void {
  const at = valueAt(object, path.slice(0, -1)) as Json;
  at[(path.at(-1) ?? "").slice(2)] = "changed by hand";
}

/** A manifest, and some of its leaves. */
const changed = manifest.chain((applied) => {
  const leaves = leavesOf(applied);
  return fc.record({ applied: fc.constant(applied), paths: fc.subarray(leaves) });
});

describe("what others hold and is not as applied", () => {
  it("is each field that somebody changed, and nothing else", () => {
    fc.assert(
      fc.property(changed, ({ applied, paths }) => {
        const object = live(applied, [held("pulumi-kubernetes-1", leavesOf(applied)), held("kubectl-edit", paths)]);
        for (const path of paths) change(object, path);
        const found = differences(applied, object);
        assert.deepEqual(found.map(({ path }) => path.join(" ")).sort(), paths.map((path) => path.join(" ")).sort());
        assert.ok(found.every(({ entry, live: is }) => entry === 1 && is === "changed by hand"));
      }),
    );
  });

  it("is nothing where only Pulumi holds what differs: that is a change not yet released", () => {
    fc.assert(
      fc.property(changed, ({ applied, paths }) => {
        const object = live(applied, [held("pulumi-kubernetes-1", leavesOf(applied))]);
        for (const path of paths) change(object, path);
        assert.deepEqual(differences(applied, object), []);
      }),
    );
  });

  it("is nothing where somebody holds a field as it was applied", () => {
    fc.assert(
      fc.property(manifest, (applied) => {
        assert.deepEqual(differences(applied, live(applied, [held("velero", leavesOf(applied))])), []);
      }),
    );
  });

  const replicas: FieldPath = ["f:spec", "f:replicas"];
  for (const [what, entry] of [
    ["an autoscaler", held("kube-controller-manager", [replicas], { subresource: "scale" })],
    ["an object's status", held("some-controller", [replicas], { subresource: "status" })],
    ["Pulumi", held("pulumi-kubernetes-2", [replicas])],
  ] as const) {
    it(`is nothing of ${what}`, () => {
      assert.deepEqual(differences({ spec: { replicas: 2 } }, live({ spec: { replicas: 5 } }, [entry])), []);
    });
  }

  it("is no count of pods that nobody asked for, and nothing written beside in metadata", () => {
    const object = live({ spec: { replicas: 5, template: { metadata: { annotations: { when: "now" } } } } }, [
      held("kubectl", [replicas, ["f:spec", "f:template", "f:metadata", "f:annotations", "f:when"]]),
    ]);
    assert.deepEqual(differences({ spec: { template: { metadata: {} } } }, object), []);
  });

  it("is what was added, as a whole", () => {
    const env = ["f:spec", "f:env"];
    const item = 'k:{"name":"DEBUG"}';
    const entry = held("kubectl-set", [
      [...env, item, "."],
      [...env, item, "f:name"],
      [...env, item, "f:value"],
    ]);
    const object = live({ spec: { env: [{ name: "A" }, { name: "DEBUG", value: "1" }] } }, [entry]);
    assert.deepEqual(differences({ spec: { env: [{ name: "A" }] } }, object), [
      { path: [...env, item], applied: undefined, live: { name: "DEBUG", value: "1" }, entry: 0 },
    ]);
    const [all] = differences({ spec: {} }, object);
    assert.deepEqual(all?.path, env);
  });

  it("is no quantity that the API server writes in another way; a text that looks like one is a text", () => {
    const cpu: FieldPath = ["f:resources", "f:cpu"];
    const version: FieldPath = ["f:env", "f:value"];
    const object = live({ resources: { cpu: "1" }, env: { value: "1.1" } }, [held("velero", [cpu, version])]);
    const found = differences({ resources: { cpu: "1000m" }, env: { value: "1.10" } }, object);
    assert.deepEqual(
      found.map(({ path }) => path),
      [version],
    );
  });

  it("is told once where two hold it", () => {
    const object = live({ spec: { replicas: 1 } }, [held("one", [replicas]), held("two", [replicas])]);
    assert.equal(differences({ spec: { replicas: 2 } }, object).length, 1);
  });
});

describe("a live value holds what was asked for", () => {
  for (const [asked, is] of [
    ["web-config-0123456789", "web-config-289e3767"],
    [{ a: 1 }, { a: 1, byDefault: true }],
    [0, undefined],
    [["ALL"], ["ALL"]],
  ]) {
    it(`${JSON.stringify(asked)} in ${JSON.stringify(is)}`, () => {
      assert.equal(holds(is, asked), true);
    });
  }

  it("not where a value, or a list's length, is another", () => {
    assert.equal(holds("128Mi", "64Mi"), false);
    assert.equal(holds(["ALL", "NET_RAW"], ["ALL"]), false);
    assert.equal(holds("web-config-289e3767", "api-config-289e3767"), false);
    assert.equal(holds(undefined, "x"), false);
  });
});

describe("what a live object lacks", () => {
  it("is each field that was taken away, and nothing else", () => {
    fc.assert(
      fc.property(changed, ({ applied, paths: [path] }) => {
        const object = structuredClone(applied);
        assert.deepEqual(missing(applied, object), []);
        if (path === undefined) return;
        const name = (path.at(-1) ?? "").slice(2);
        const parent = valueAt(object, path.slice(0, -1)) as Json;
        Reflect.deleteProperty(parent, name);
        assert.deepEqual(missing(applied, object).map(pathText), [pathText(path)]);
      }),
    );
  });

  it("is no empty value, which the API server leaves out, and no secret of the state", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
    assert.deepEqual(missing({ a: 0, b: "", c: false, d: [], e: { f: [] }, g: null, h: secret }, {}), []);
  });

  it("is an item of a list, whatever its place", () => {
    const applied = {
      env: [
        { name: "A", value: "1" },
        { name: "B", value: "2" },
      ],
    };
    assert.deepEqual(missing(applied, { env: [{ name: "B", value: "2" }] }).map(pathText), ["env[A]"]);
  });
});

describe("a step into an object", () => {
  it("finds an item by all its keys, the protocol left out or not", () => {
    const ports = [
      { containerPort: 53, protocol: "UDP", name: "dns" },
      { containerPort: 53, name: "dns-tcp" },
    ];
    assert.equal(stepInto(ports, 'k:{"containerPort":53,"protocol":"TCP"}'), ports[1]);
    assert.equal(stepInto(ports, 'k:{"containerPort":53,"protocol":"UDP"}'), ports[0]);
    assert.equal(stepInto(["a", "b"], 'v:"b"'), "b");
    assert.equal(stepInto({ constructor: 1 }, "f:constructor"), 1);
    assert.equal(stepInto({}, "f:constructor"), undefined);
  });
});
