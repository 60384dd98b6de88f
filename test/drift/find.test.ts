import assert from "node:assert/strict";
import { ApiException } from "@kubernetes/client-node";
import { everything, ingressService } from "../components/everything.ts";
import { findDrift } from "../../drift/find.ts";
import { kindPath } from "../../drift/kinds.ts";
import { observe } from "../../drift/observe.ts";
import { expectedObjects, type Expected } from "../../drift/objects.ts";
import type { Json } from "../../cluster/request.ts";

const scope = { apiVersion: "v1", namespace: "shop", service: "web" };
const service: Expected = {
  ...scope,
  ...{
    urn: "urn:service",
    kind: "Service",
    name: "web",
    manifest: { metadata: { name: "web" }, spec: { type: "ClusterIP" } },
  },
};
const deployment: Expected = {
  ...scope,
  ...{
    apiVersion: "apps/v1",
    urn: "urn:deployment",
    kind: "Deployment",
    name: "web",
    manifest: { metadata: { name: "web" } },
  },
};
const secret: Expected = { ...scope, urn: "urn:secret", kind: "Secret", manifest: {} };
const claim: Expected = { ...scope, urn: "urn:claim", kind: "PersistentVolumeClaim", name: "web-data", manifest: {} };
const home: Expected = { apiVersion: "v1", urn: "urn:home", kind: "Namespace", name: "shop", manifest: {} };

/** An API server with these answers by path; 404 for all else, 403 where the answer is so. */
async function drift(expected: Expected[], answers: Record<string, Json | 403>, applied: Record<string, Json> = {}) {
  let exports = 0;
  const ask = (path: string): Promise<Json> => {
    const found = answers[path.split("?")[0] ?? ""];
    if (typeof found === "object") return Promise.resolve(found);
    return Promise.reject(new ApiException(found ?? 404, "no", "{}", {}));
  };
  const observed = await observe(ask, expected);
  const found = await findDrift(expected, {
    ...{ ask, observed },
    applied: () => {
      exports += 1;
      return Promise.resolve(new Map(Object.entries(applied)));
    },
  });
  return {
    exports,
    found: found.map(({ kind, name, state, fields, unmendable }) => ({ kind, name, state, fields, unmendable })),
  };
}

const core = "/api/v1/namespaces/shop";
const lost = { state: "lost", fields: [], unmendable: undefined };
const web = { metadata: { name: "web" }, spec: { type: "ClusterIP" } };

describe("drift of the objects that a stack has", () => {
  it("is nothing where each is there as applied; the state is not asked for", async () => {
    const answers = { [`${core}/services`]: { items: [web] } };
    assert.deepEqual(await drift([service], answers), { exports: 0, found: [] });
  });

  it("is an object that is gone", async () => {
    const { found } = await drift([service], { [`${core}/services`]: { items: [] } });
    assert.deepEqual(found, [{ ...lost, kind: "Service", name: "web" }]);
  });

  it("is seen of every kind that a stack may have, but of jobs, which are over and may be cleared away", () => {
    const of = { project: "releases", name: "staging" };
    const found = [everything(), ingressService()].flatMap((config) => expectedObjects(config, of, () => true));
    const unseen = found.filter((object) => kindPath(object) === undefined).map(({ kind }) => kind);
    assert.deepEqual([...new Set(unseen)], ["Job"]);
    assert.ok(found.some(({ kind }) => kind === "GRPCRoute"));
  });

  it("is an object on its way out as if it were gone; a claim that goes is not mended", async () => {
    const leaving = { ...web, metadata: { ...web.metadata, deletionTimestamp: "2026-11-22T08:00:00Z" } };
    const { found } = await drift([service], { [`${core}/services`]: { items: [leaving] } });
    assert.deepEqual(found, [{ ...lost, kind: "Service", name: "web" }]);
    const going = { metadata: { ...leaving.metadata, name: "web-data" }, status: { phase: "Bound" } };
    const claims = await drift([claim], { [`${core}/persistentvolumeclaims`]: { items: [going] } });
    assert.deepEqual(claims.found, [
      { ...lost, kind: "PersistentVolumeClaim", name: "web-data", unmendable: "it is being deleted" },
    ]);
  });

  it("is none that only lost the label by which it is listed", async () => {
    const answers = { [`${core}/services`]: { items: [] }, [`${core}/services/web`]: web };
    assert.deepEqual((await drift([service], answers)).found, []);
  });

  it("is nothing of a kind that this user may not look at, or that the cluster has not", async () => {
    assert.deepEqual((await drift([service], { [`${core}/services`]: 403 })).found, []);
    assert.deepEqual((await drift([service], {})).found, []);
  });

  it("is a field that is missing, once the state says that it was applied", async () => {
    const answers = { [`${core}/services`]: { items: [{ metadata: { name: "web" }, spec: {} }] } };
    assert.deepEqual(await drift([service], answers), { exports: 1, found: [] });
    const known = await drift([service], answers, { "urn:service": service.manifest });
    assert.deepEqual(known.found[0]?.fields, [{ path: "spec.type", applied: "ClusterIP" }]);
  });

  it("is a Secret that the pods name and that is not there, or any where there are no pods", async () => {
    const pods = (name: string) => ({
      "/apis/apps/v1/namespaces/shop/deployments": {
        items: [{ metadata: { name: "web" }, spec: { secretName: name } }],
      },
    });
    const secrets = (name: string) => ({
      [`${core}/secrets`]: { items: [{ metadata: { name, labels: { "app.kubernetes.io/name": "web" } } }] },
    });
    const both = [deployment, secret];
    assert.deepEqual(
      (await drift(both, { ...pods("web-secrets-0123abcd"), ...secrets("web-secrets-0123abcd") })).found,
      [],
    );
    assert.deepEqual(
      (await drift(both, { ...pods("web-secrets-0123abcd"), ...secrets("web-secrets-ffffffff") })).found,
      [{ ...lost, kind: "Secret", name: "web-secrets-0123abcd" }],
    );
    assert.deepEqual((await drift([secret], secrets("web-secrets-ffffffff"))).found, []);
    assert.deepEqual((await drift([secret], { [`${core}/secrets`]: { items: [] } })).found, [
      { ...lost, kind: "Secret", name: undefined },
    ]);
  });

  it("is a claim whose volume is gone, and a namespace on its way out: neither to be mended", async () => {
    const gone = { metadata: { name: "web-data" }, status: { phase: "Lost" } };
    const ending = { metadata: { name: "shop" }, status: { phase: "Terminating" } };
    const answers = {
      [`${core}/persistentvolumeclaims`]: { items: [gone] },
      "/api/v1/namespaces": { items: [ending] },
    };
    assert.deepEqual(
      (await drift([claim, home], answers)).found.map(({ state, unmendable }) => [state, unmendable]),
      [
        ["lost", "the claim is there, but the volume behind it is gone"],
        ["lost", "it is being deleted"],
      ],
    );
  });
});
