import assert from "node:assert/strict";
import fc from "fast-check";
import { omit, pathText, pick } from "../../drift/fieldSet.ts";
import { handOver } from "../../drift/handOver.ts";
import type { ManagedFields } from "../../drift/managers.ts";
import { leavesOf, manifest, pathsOf, setOf } from "./arbitraries.ts";

const at = new Date("2026-11-22T01:00:00Z");

function entriesOf(patch: object[] | undefined): ManagedFields[] {
  const replaced = patch?.find((op) => "path" in op && op.path === "/metadata/managedFields");
  return (replaced as { value: ManagedFields[] } | undefined)?.value ?? [];
}

const some = manifest.chain((applied) => {
  const leaves = leavesOf(applied);
  return fc.record({ all: fc.constant(leaves), some: fc.subarray(leaves) });
});

describe("a set of fields", () => {
  it("falls into what is picked and the rest, without loss", () => {
    fc.assert(
      fc.property(some, ({ all, some: paths }) => {
        const set = setOf(all);
        const [picked, rest] = [pick(set, paths), omit(set, paths)].map((part) =>
          Object.keys(part).length === 0 ? [] : pathsOf(part),
        );
        assert.deepEqual([...(picked ?? [])].sort(), paths.map((path) => path.join(" ")).sort());
        assert.deepEqual([...(picked ?? []), ...(rest ?? [])].sort(), pathsOf(set).sort());
      }),
    );
  });
});

describe("handing over what others hold", () => {
  const replicas = ["f:spec", "f:replicas"];
  const image = ["f:spec", "f:image"];
  const scale = {
    ...{ manager: "kubectl", operation: "Update", apiVersion: "apps/v1", subresource: "scale" },
    fieldsV1: setOf([replicas]),
  };
  const console_ = {
    ...{ manager: "ops-console", operation: "Update", apiVersion: "apps/v1", time: "2026-11-22T00:59:00Z" },
    fieldsV1: setOf([image, ["f:metadata", "f:annotations", "f:note"]]),
  };
  const live = {
    metadata: {
      ...{ resourceVersion: "7", labels: { "app.kubernetes.io/part-of": "releases" }, annotations: { note: "x" } },
      managedFields: [scale, console_],
    },
    spec: { replicas: 1, image: "v3" },
  };
  const applied = { metadata: {}, spec: { replicas: 2, image: "v2" } };

  it("names a manager that Pulumi takes over from, for what drifted alone", () => {
    const patch = handOver(applied, live, [], at);
    assert.deepEqual(patch?.[0], { op: "test", path: "/metadata/resourceVersion", value: "7" });
    assert.deepEqual(entriesOf(patch), [
      {
        ...{ operation: "Update", apiVersion: "apps/v1", time: "2026-11-22T01:00:00Z", fieldsType: "FieldsV1" },
        ...{ manager: "kubectl-handed-over-0", fieldsV1: setOf([replicas]) },
      },
      { ...console_, fieldsV1: setOf([["f:metadata", "f:annotations", "f:note"]]) },
      {
        ...{ operation: "Update", apiVersion: "apps/v1", time: "2026-11-22T00:59:00Z", fieldsType: "FieldsV1" },
        ...{ manager: "kubectl-handed-over-1", fieldsV1: setOf([image]) },
      },
    ]);
    assert.equal(patch.length, 2);
  });

  it("makes Pulumi send an update where a list has only grown: of it Pulumi compares as much as it asked for", () => {
    const hosts = (more: string[]) => ({
      metadata: {
        ...{ resourceVersion: "7", labels: { "app.kubernetes.io/part-of": "releases" } },
        managedFields: [{ manager: "kubectl-patch", fieldsV1: setOf([["f:spec", "f:hostnames"]]) }],
      },
      spec: { hostnames: more },
    });
    const asked = { spec: { hostnames: ["a.example"] } };
    const nudge = { op: "remove", path: "/metadata/labels/app.kubernetes.io~1part-of" };
    assert.deepEqual(handOver(asked, hosts(["a.example", "b.example"]), [], at)?.[2], nudge);
    assert.equal(handOver(asked, hosts(["b.example", "a.example"]), [], at)?.[2], undefined);
  });

  it("puts what is kept out of Pulumi's reach, once", () => {
    const first = entriesOf(handOver(applied, live, ["spec.replicas"], at));
    assert.deepEqual(
      first.map(({ manager }) => manager),
      ["kept-drift:kubectl", "ops-console", "kubectl-handed-over-1"],
    );
    const again = { ...live, metadata: { ...live.metadata, managedFields: first.slice(0, 1) } };
    assert.equal(entriesOf(handOver(applied, again, ["spec.replicas"], at))[0]?.manager, "kept-drift:kubectl");
  });

  it("gives Pulumi something to send where fields were only added", () => {
    const patch = handOver({ metadata: {}, spec: { replicas: 1 } }, live, [], at);
    assert.deepEqual(patch?.[2], { op: "remove", path: "/metadata/labels/app.kubernetes.io~1part-of" });
  });

  it("is nothing where nothing drifted", () => {
    assert.equal(handOver({ spec: { replicas: 1, image: "v3" } }, live, [], at), undefined);
  });

  it("says a path as a person reads it", () => {
    const path = ["f:spec", 'k:{"name":"web"}', "f:a.b/c", 'k:{"containerPort":80,"protocol":"TCP"}', 'v:"x"'];
    assert.equal(pathText(path), 'spec[web]["a.b/c"][80/TCP][x]');
  });
});
