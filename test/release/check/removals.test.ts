import assert from "node:assert/strict";
import { checkNothingRefersTo } from "../../../release/check/neededBy.ts";
import type { Cluster } from "../../../cluster/cluster.ts";
import { claimsOf, leavingServices } from "../../../release/check/removals.ts";
import { removalText } from "../../../release/removal.ts";
import type { Stack } from "../../../parameters/stack.ts";
import { change, parameters, record } from "../builders.ts";

const released = ["web", "docs", "store"].map((service) => change(service, undefined, "v1"));
const records = [record(1, { changes: released })];
/** The file has these, each with the name that it had before, if any. */
function stackOf(services: Record<string, string | undefined>): Pick<Stack, "services" | "config" | "name"> {
  const names = Object.entries(services);
  return {
    name: "staging",
    services: new Map(names.map(([name]) => [name, {}])),
    config: { services: names.map(([name, renamedFrom]) => ({ name, renamedFrom })) },
  } as unknown as Stack;
}
const named = (...services: string[]) => ({ edits: services.map((service) => ({ service })) });

describe("the services that leave a stack", () => {
  it("take their volumes along also where they were adopted, under another's labels", async () => {
    const labels = (name: string, by: string) => ({
      "app.kubernetes.io/name": name,
      "app.kubernetes.io/managed-by": by,
    });
    const items = [
      { metadata: { name: "docs-data", labels: labels("documentation", "Helm") } },
      { metadata: { name: "docs-old", labels: labels("docs", "pulumi") } },
      { metadata: { name: "docs-theirs", labels: labels("docs", "Helm") } },
    ];
    const core = { listNamespacedPersistentVolumeClaim: () => Promise.resolve({ items }) };
    const claims = await claimsOf("docs", ["docs-data"], "staging", { core } as unknown as Cluster);
    assert.deepEqual(claims, ["docs-data", "docs-old"]);
  });

  it("are those that the file no longer has where all of it is released, and nobody has named them", () => {
    assert.deepEqual(leavingServices(stackOf({ web: undefined }), records, named()), [
      { service: "docs", named: false },
      { service: "store", named: false },
    ]);
    assert.deepEqual(leavingServices(stackOf({ web: undefined }), records, named("web")), []);
  });

  it("are those that are named, and what is renamed", () => {
    const request = { ...named("shop"), remove: ["docs"] };
    assert.deepEqual(leavingServices(stackOf({ web: undefined, shop: "store" }), records, request), [
      { service: "docs", named: true },
      { service: "store", renamedTo: "shop", named: true },
    ]);
    assert.deepEqual(
      leavingServices(stackOf({ web: undefined, docs: undefined, shop: "store" }), records, named("web")),
      [],
    );
  });

  it("are told also where all is released but what is frozen: a block that a merge lost is no wish", () => {
    const beside = { ...named("web"), besideFrozen: true as const };
    assert.deepEqual(leavingServices(stackOf({ web: undefined, docs: undefined }), records, beside), [
      { service: "store", named: false },
    ]);
    // What takes its place is frozen: it waits with that.
    const renamed = stackOf({ web: undefined, docs: undefined, shop: "store" });
    assert.deepEqual(leavingServices(renamed, records, beside), []);
  });

  it("are refused where nothing of that name is released", () => {
    assert.throws(() => leavingServices(stackOf({ web: undefined }), records, { edits: [], remove: ["dogs"] }), {
      code: "REMOVAL_UNKNOWN",
      message: "dogs is not released in stack staging, so there is nothing to remove",
      details: ["released: web, docs, store"],
    });
  });

  it("are refused while what runs refers to them, unless that is released along", () => {
    const after = parameters("v1", { dependsOn: ["docs"], network: { to: ["store"] } });
    const referring = [record(2, { changes: [{ service: "web", namespace: "staging", after }] }), ...records];
    const check = (...only: string[]) => {
      checkNothingRefersTo(["docs", "store"], only, referring);
    };
    assert.throws(
      () => {
        check("docs", "store");
      },
      {
        code: "REMOVAL_NEEDED",
        message: "docs, store are still needed by what runs",
        details: ["web, as released last, refers to docs, store"],
      },
    );
    check("docs", "store", "web");
  });

  it("are told with what serves there, and what becomes of their data", () => {
    const removal = { ...change("docs", "v1", "v1"), removed: true as const, named: false };
    assert.equal(
      removalText({
        ...removal,
        serving: 2,
        hosts: ["docs.example/", "www.example/docs"],
        stay: ["docs-data"],
        go: [],
      }),
      "docs v1: 2 pods serve, docs.example/, www.example/docs lead there; volume docs-data stays",
    );
    assert.equal(
      removalText({ ...removal, serving: 0, hosts: [], stay: [], go: ["docs-a", "docs-b"] }),
      "docs v1: no pod serves; volumes docs-a, docs-b GO WITH THEIR DATA",
    );
  });
});
