import assert from "node:assert/strict";
import fc from "fast-check";
import { aliasUrns } from "../../../../release/engine/embedded/aliases.ts";
import type { ResourceState } from "../../../../release/engine/embedded/checkpoint.ts";
import { parseDuration } from "../../../../release/engine/embedded/goal.ts";
import { deletionWaves } from "../../../../release/engine/embedded/graph.ts";
import { decide } from "../../../../release/engine/embedded/steps.ts";
import {
  makeUrn,
  packageOf,
  parseProviderReference,
  parseUrn,
  rootUrn,
  serviceOf,
} from "../../../../release/engine/embedded/urn.ts";

const old: ResourceState = { urn: "urn:pulumi:s::p::t::n", custom: true, type: "t", id: "1" };
const options = { replaceOnChanges: [], deleteBeforeReplace: undefined };
const change = { path: "spec.image", before: "1", after: "2" };

describe("The step for a resource", () => {
  it("is create for one that the state does not have, or that was deleted for its replacement", () => {
    const none = { changes: [], replaces: [], deleteBeforeReplace: false };
    assert.equal(decide(undefined, options, none).kind, "create");
    assert.equal(decide({ ...old, pendingReplacement: true }, options, none).kind, "create");
  });

  it("is same without a change, and update with one", () => {
    assert.equal(decide(old, options, { changes: [], replaces: [], deleteBeforeReplace: false }).kind, "same");
    assert.equal(decide(old, options, { changes: [change], replaces: [], deleteBeforeReplace: false }).kind, "update");
  });

  it("is update without a change after an operation that did not end live", () => {
    assert.equal(
      decide({ ...old, initErrors: ["crashed"] }, options, { changes: [], replaces: [], deleteBeforeReplace: false })
        .kind,
      "update",
    );
  });

  it("is replace where the provider or an option says so; the old one goes first where it must or shall", () => {
    const forced = { changes: [change], replaces: ["spec.image"], deleteBeforeReplace: true };
    assert.deepEqual(decide(old, options, forced), { kind: "replace", changes: [change], deleteFirst: true });
    assert.equal(decide(old, { ...options, deleteBeforeReplace: false }, forced).deleteFirst, false);
    const byOption = decide(
      old,
      { ...options, replaceOnChanges: ["spec"] },
      { ...forced, replaces: [], deleteBeforeReplace: false },
    );
    assert.deepEqual(byOption, { kind: "replace", changes: [change], deleteFirst: false });
  });
});

function state(name: string, ...needs: string[]): ResourceState {
  return { urn: name, custom: true, type: "t", dependencies: needs };
}

describe("Deletions", () => {
  it("come in waves, those first that no other needs", () => {
    const states = [
      state("namespace"),
      state("config", "namespace"),
      state("deployment", "config"),
      state("service", "deployment", "namespace"),
    ];
    assert.deepEqual(
      deletionWaves(states).map((wave) => wave.map(({ urn }) => urn)),
      [["service"], ["deployment"], ["config"], ["namespace"]],
    );
  });

  it("delete everything once, and nothing before what needs it, in any graph", () => {
    const graph = fc.array(fc.array(fc.nat(30), { maxLength: 4 }), { maxLength: 30 });
    fc.assert(
      fc.property(graph, (edges) => {
        const states = edges.map((needs, index) =>
          state(`r${index}`, ...needs.filter((need) => need < index).map((need) => `r${need}`)),
        );
        const order = deletionWaves(states).map((wave) => wave.map(({ urn }) => urn));
        assert.deepEqual(order.flat().sort(), states.map(({ urn }) => urn).sort());
        const wave = new Map(order.flatMap((urns, index) => urns.map((urn) => [urn, index] as const)));
        for (const { urn, dependencies = [] } of states)
          for (const need of dependencies) assert.ok(wave.get(urn)! < wave.get(need)!);
      }),
    );
  });

  it("end even where a state's needs go in a circle", () => {
    assert.equal(deletionWaves([state("a", "b"), state("b", "a")]).flat().length, 2);
  });
});

describe("A URN", () => {
  it("tells the service that a resource is or belongs to, by its parent", () => {
    const service = makeUrn("prod", "releases", undefined, "releases:index:ServiceRelease", "web");
    const child = makeUrn("prod", "releases", service, "random:index/randomId:RandomId", "web-release");
    assert.equal(serviceOf(service, rootUrn("prod", "releases")), "web");
    assert.equal(serviceOf(child, service), "web");
    const namespace = makeUrn("prod", "releases", undefined, "kubernetes:core/v1:Namespace", "web");
    assert.equal(serviceOf(namespace, rootUrn("prod", "releases")), undefined);
    assert.equal(serviceOf(namespace, undefined), undefined);
  });

  it("names the types of its parents, but for the stack's", () => {
    const stack = makeUrn("prod", "golden", undefined, "pulumi:pulumi:Stack", "golden-prod");
    const site = makeUrn("prod", "golden", stack, "golden:index:Site", "website");
    assert.equal(stack, "urn:pulumi:prod::golden::pulumi:pulumi:Stack::golden-prod");
    assert.equal(site, "urn:pulumi:prod::golden::golden:index:Site::website");
    const deployment = makeUrn("prod", "golden", site, "kubernetes:apps/v1:Deployment", "a::b");
    assert.equal(deployment, "urn:pulumi:prod::golden::golden:index:Site$kubernetes:apps/v1:Deployment::a::b");
    assert.deepEqual(parseUrn(deployment), {
      stack: "prod",
      project: "golden",
      qualifiedType: "golden:index:Site$kubernetes:apps/v1:Deployment",
      type: "kubernetes:apps/v1:Deployment",
      name: "a::b",
    });
  });

  it("tells the package, of a provider too", () => {
    assert.equal(packageOf("kubernetes:apps/v1:Deployment"), "kubernetes");
    assert.equal(packageOf("pulumi:providers:random"), "random");
    assert.deepEqual(parseProviderReference("urn:pulumi:s::p::pulumi:providers:random::default::1-2"), {
      urn: "urn:pulumi:s::p::pulumi:providers:random::default",
      id: "1-2",
    });
  });
});

describe("Aliases", () => {
  const identity = {
    stack: "s",
    project: "p",
    parent: "urn:pulumi:s::p::a:b:New::site",
    type: "k:x:Y",
    name: "site-web",
  };

  it("give other URNs by name, type or parent", () => {
    assert.deepEqual(aliasUrns(identity, [{ name: "old" }, { type: "k:w:Y" }, { parent: "" }, { urn: "urn:x" }], []), [
      "urn:pulumi:s::p::a:b:New$k:x:Y::old",
      "urn:pulumi:s::p::a:b:New$k:w:Y::site-web",
      "urn:pulumi:s::p::k:x:Y::site-web",
      "urn:x",
    ]);
  });

  it("come down from the parent, with its name where the child bears it", () => {
    assert.deepEqual(aliasUrns(identity, [{ type: "k:w:Y" }], ["urn:pulumi:s::p::a:b:Old::shop"]), [
      "urn:pulumi:s::p::a:b:New$k:w:Y::site-web",
      "urn:pulumi:s::p::a:b:Old$k:x:Y::shop-web",
      "urn:pulumi:s::p::a:b:Old$k:w:Y::shop-web",
    ]);
  });
});

describe("A duration of Pulumi's customTimeouts", () => {
  it("is read in seconds", () => {
    assert.equal(parseDuration("1h30m5s"), 5405);
    assert.equal(parseDuration("250ms"), 0.25);
    assert.equal(parseDuration(""), undefined);
  });
});
