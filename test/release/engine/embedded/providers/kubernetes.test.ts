import assert from "node:assert/strict";
import { makeSecret, unknownValue } from "../../../../../release/engine/embedded/propertyValue.ts";
import type { PropertyMap } from "../../../../../release/engine/embedded/propertyValue.ts";
import { ApiError } from "../../../../../release/engine/embedded/providers/kubernetes/apiError.ts";
import { propagationPolicy } from "../../../../../release/engine/embedded/providers/kubernetes/awaitDeletion.ts";
import { liveDeadlineSeconds } from "../../../../../release/engine/embedded/providers/kubernetes/awaitLive.ts";
import { checkInputs } from "../../../../../release/engine/embedded/providers/kubernetes/check.ts";
import {
  conflictError,
  parseConflicts,
  withoutConflicts,
} from "../../../../../release/engine/embedded/providers/kubernetes/conflicts.ts";
import { knownKind } from "../../../../../release/engine/embedded/providers/kubernetes/kinds.ts";
import { kubernetesDiff } from "../../../../../release/engine/embedded/providers/kubernetes/kubernetesDiff.ts";
import {
  handOverPatch,
  heldByCreator,
} from "../../../../../release/engine/embedded/providers/kubernetes/managedFields.ts";

const options = { name: "web", old: undefined, namespaced: true, defaultNamespace: "staging" };

describe("Checked inputs of a Kubernetes object", () => {
  it("have apiVersion, kind and namespace, and nothing only the server sets", () => {
    const inputs = { metadata: { name: "web", uid: "1", resourceVersion: "2" }, data: { a: "1" } };
    assert.deepEqual(checkInputs("kubernetes:core/v1:ConfigMap", inputs, options), {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "web", namespace: "staging" },
      data: { a: "1" },
    });
  });

  it("have no namespace where the kind has none", () => {
    const { metadata } = checkInputs(
      "kubernetes:core/v1:Namespace",
      { metadata: { name: "web" } },
      { ...options, namespaced: false },
    );
    assert.deepEqual(metadata, { name: "web" });
  });

  it("have a Secret's stringData in its data, secret as a whole, and leave the unknown unknown", () => {
    const inputs = {
      metadata: { name: "s" },
      data: { b: "Yg==" },
      stringData: { a: makeSecret("a"), later: unknownValue },
    };
    const { data, stringData } = checkInputs("kubernetes:core/v1:Secret", inputs, options);
    assert.equal(stringData, undefined);
    assert.deepEqual(data, makeSecret({ b: "Yg==", a: "YQ==", later: unknownValue }));
  });

  it("mark what was secret in the program, in lists as a whole", () => {
    const inputs = { metadata: { name: "d" }, spec: { env: [{ name: "A", value: makeSecret("x") }], replicas: 1 } };
    assert.deepEqual(checkInputs("kubernetes:apps/v1:Deployment", inputs, options).spec, {
      env: makeSecret([{ name: "A", value: "x" }]),
      replicas: 1,
    });
  });
});

describe("A Kubernetes object is replaced", () => {
  const changed = (kind: string, before: PropertyMap, after: PropertyMap, apiVersion = "v1"): unknown => {
    const object = (more: PropertyMap): PropertyMap => ({
      apiVersion,
      kind,
      metadata: { name: "a", namespace: "n" },
      ...more,
    });
    const { replaces, deleteBeforeReplace } = kubernetesDiff(
      { urn: "u", custom: true, type: "t", inputs: object(before) },
      object(after),
    );
    return { replaces, deleteBeforeReplace };
  };
  it("when what Kubernetes never changes has changed; of the same name, the old one goes first", () => {
    const cases: [string, PropertyMap, PropertyMap, string[], string?][] = [
      [
        "Deployment",
        { spec: { selector: { matchLabels: { a: "1" } } } },
        { spec: { selector: { matchLabels: { a: "2" } } } },
        ["spec.selector.matchLabels.a"],
        "apps/v1",
      ],
      ["StatefulSet", { spec: { serviceName: "a" } }, { spec: { serviceName: "b" } }, ["spec.serviceName"], "apps/v1"],
      ["Job", { spec: { template: { a: 1 } } }, { spec: { template: { a: 2 } } }, ["spec.template.a"], "batch/v1"],
      [
        "PersistentVolumeClaim",
        { spec: { storageClassName: "a" } },
        { spec: { storageClassName: "b" } },
        ["spec.storageClassName"],
      ],
      [
        "RoleBinding",
        { roleRef: { name: "a" } },
        { roleRef: { name: "b" } },
        ["roleRef.name"],
        "rbac.authorization.k8s.io/v1",
      ],
      ["ConfigMap", { immutable: true, data: { a: "1" } }, { immutable: true, data: { a: "2" } }, ["data.a"]],
    ];
    for (const [kind, before, after, replaces, apiVersion] of cases) {
      assert.deepEqual(changed(kind, before, after, apiVersion), { replaces, deleteBeforeReplace: true }, kind);
    }
  });

  it("not when it can change in place", () => {
    const inPlace = { replaces: [], deleteBeforeReplace: false };
    assert.deepEqual(changed("ConfigMap", { data: { a: "1" } }, { data: { a: "2" } }), inPlace);
    assert.deepEqual(changed("Deployment", { spec: { replicas: 1 } }, { spec: { replicas: 2 } }, "apps/v1"), inPlace);
    assert.deepEqual(
      changed("PersistentVolumeClaim", { spec: { resources: { a: 1 } } }, { spec: { resources: { a: 2 } } }),
      inPlace,
    );
  });

  it("with the new one first when it has another name", () => {
    assert.deepEqual(changed("ConfigMap", {}, { metadata: { name: "b", namespace: "n" } }), {
      replaces: ["metadata.name"],
      deleteBeforeReplace: false,
    });
  });

  it("by what it was last made of, which after a failure is not the record's inputs", () => {
    const inputs = { kind: "ConfigMap", metadata: { name: "a" } };
    const old = { urn: "u", custom: true, type: "t", inputs, outputs: { __inputs: { ...inputs, data: { a: "bad" } } } };
    assert.deepEqual(kubernetesDiff(old, inputs).changes, [{ path: "data", before: '{"a":"bad"}' }]);
  });
});

describe("A conflict of server-side apply", () => {
  const error = new ApiError(409, {
    reason: "Conflict",
    message: "Apply failed with 1 conflict",
    details: {
      causes: [
        {
          reason: "FieldManagerConflict",
          message: 'conflict with "kubectl-set" using apps/v1',
          field: '.spec.template.spec.containers[name="web"].image',
        },
      ],
    },
  });

  it("is told by field and manager, with the ways on", () => {
    assert.deepEqual(parseConflicts(error), [
      { manager: "kubectl-set", field: 'spec.template.spec.containers[name="web"].image' },
    ]);
    assert.equal(
      conflictError("Deployment staging/website", error).message,
      'Deployment staging/website was changed by kubectl-set and was left as it is: spec.template.spec.containers[name="web"].image was set by kubectl-set. ' +
        'Bring that change into the configuration or undo it on the cluster; to take such fields over, release with --force-conflicts, or for good annotate the object with pulumi.com/patchForce: "true".',
    );
  });

  it("leaves the fields out that the program leaves to others, if it is about no other", () => {
    const object = { spec: { template: { a: 1 }, replicas: 2 } };
    assert.deepEqual(withoutConflicts(object, error, ["spec.template"]), { spec: { replicas: 2 } });
    assert.equal(withoutConflicts(object, error, ["spec.replicas"]), undefined);
  });
});

describe("Fields held since the creation", () => {
  const entry = (manager: string, operation: string, fieldsV1: PropertyMap, more: PropertyMap = {}): PropertyMap => ({
    manager,
    operation,
    apiVersion: "v1",
    fieldsType: "FieldsV1",
    fieldsV1,
    ...more,
  });
  const live = (...managedFields: PropertyMap[]): PropertyMap => ({
    metadata: { resourceVersion: "7", managedFields },
  });
  const created = entry("pulumi-kubernetes", "Update", { "f:data": { "f:a": {}, "f:b": {} } });
  const status = entry("kube-controller-manager", "Update", { "f:status": {} }, { subresource: "status" });

  it("become those of the object's own manager, as if it had applied them", () => {
    assert.ok(heldByCreator(live(created, status)));
    assert.deepEqual(handOverPatch(live(created, status), "own"), [
      {
        op: "replace",
        path: "/metadata/managedFields",
        value: [{ ...created, manager: "own", operation: "Apply" }, status],
      },
      { op: "replace", path: "/metadata/resourceVersion", value: "7" },
    ]);
  });

  it("join what that manager has already", () => {
    const own = entry("own", "Apply", { "f:data": { "f:c": {} } });
    const [patch] = handOverPatch(live(own, created), "own") ?? [];
    assert.deepEqual(patch?.value, [entry("own", "Apply", { "f:data": { "f:a": {}, "f:b": {}, "f:c": {} } })]);
  });

  it("are none where nobody holds any", () => {
    assert.equal(handOverPatch(live(status), "own"), undefined);
    assert.ok(!heldByCreator(live(status)));
  });
});

describe("A Deployment's time to become live", () => {
  it("is its annotation's, else Pulumi's customTimeouts, else its progress deadline and a margin, else 600 s", () => {
    const annotated = {
      metadata: { annotations: { "pulumi.com/timeoutSeconds": "45" } },
      spec: { progressDeadlineSeconds: 20 },
    };
    assert.equal(liveDeadlineSeconds(annotated, 90), 45);
    assert.equal(liveDeadlineSeconds({ spec: { progressDeadlineSeconds: 20 } }, 90), 90);
    assert.equal(liveDeadlineSeconds({ spec: { progressDeadlineSeconds: 20 } }, undefined), 50);
    assert.equal(liveDeadlineSeconds({}, undefined), 600);
  });
});

describe("A deletion", () => {
  it("waits for the pods of what owns some, and for nothing else", () => {
    assert.equal(propagationPolicy({ kind: "Deployment" }), "Foreground");
    assert.equal(propagationPolicy({ kind: "ConfigMap" }), "Background");
    assert.equal(
      propagationPolicy({
        kind: "Deployment",
        metadata: { annotations: { "pulumi.com/deletionPropagationPolicy": "orphan" } },
      }),
      "Orphan",
    );
  });
});

describe("The API's name of a kind", () => {
  it("is known for what services are made of", () => {
    const kinds = {
      Deployment: "apps/v1",
      Ingress: "networking.k8s.io/v1",
      NetworkPolicy: "networking.k8s.io/v1",
      Endpoints: "v1",
    };
    const names = Object.entries(kinds).map(([kind, apiVersion]) => knownKind(apiVersion, kind)?.plural);
    assert.deepEqual(names, ["deployments", "ingresses", "networkpolicies", "endpoints"]);
    assert.deepEqual(knownKind("storage.k8s.io/v1", "StorageClass"), { plural: "storageclasses", namespaced: false });
    assert.equal(knownKind("example.com/v1", "Deployment"), undefined);
  });
});
