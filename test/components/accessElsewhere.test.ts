import assert from "node:assert/strict";
import { elsewhereManifests } from "../../components/accessElsewhere.ts";
import { stackOf } from "./support.ts";

const groups = { releaser: "releasers", owner: "owners" };
const web = (route: object, more: object = {}) => ({
  web: {
    template: "website",
    image: "localhost/web",
    canary: {},
    route: { hosts: ["web.example"], ...route },
    ...more,
  },
});
const asked = (services: Record<string, object>, prometheus?: string) =>
  elsewhereManifests(stackOf(services, { prometheus }), groups);
const rulesIn = (manifests: ReturnType<typeof asked>) =>
  manifests.flatMap((manifest) => ("rules" in manifest ? [[manifest.metadata.namespace, manifest.rules]] : []));

const forPrometheus = {
  apiGroups: [""],
  resources: ["services/proxy"],
  resourceNames: ["prometheus:9090"],
  verbs: ["get"],
};
const forGateway = [
  { apiGroups: ["gateway.networking.k8s.io"], resources: ["gateways"], resourceNames: ["main"], verbs: ["get"] },
  { apiGroups: [""], resources: ["services"], verbs: ["list"] },
  { apiGroups: [""], resources: ["services/proxy"], verbs: ["get"] },
];

describe("elsewhereManifests", () => {
  it("let releasers and owners ask the stack's Prometheus, and nothing else beside it", () => {
    const api = "rbac.authorization.k8s.io";
    const metadata = {
      name: "releases-canary-staging",
      namespace: "monitoring",
      labels: { "app.kubernetes.io/part-of": "releases" },
    };
    assert.deepEqual(asked(web({ gateway: "main" }), "monitoring/prometheus:9090"), [
      { apiVersion: `${api}/v1`, kind: "Role", metadata, rules: [forPrometheus] },
      {
        apiVersion: `${api}/v1`,
        kind: "RoleBinding",
        metadata,
        roleRef: { apiGroup: api, kind: "Role", name: "releases-canary-staging" },
        subjects: [
          { apiGroup: api, kind: "Group", name: "releasers" },
          { apiGroup: api, kind: "Group", name: "owners" },
        ],
      },
    ]);
  });

  it("let them ask a gateway of another namespace, in one Role with a Prometheus that is there too", () => {
    const services = web({ gateway: "main", gatewayNamespace: "gateways" });
    assert.deepEqual(rulesIn(asked(services)), [["gateways", forGateway]]);
    assert.deepEqual(rulesIn(asked(services, "gateways/prometheus:9090")), [
      ["gateways", [forPrometheus, ...forGateway]],
    ]);
  });

  it("are none for a Prometheus outside, the stack's own namespaces, and services without a canary", () => {
    assert.deepEqual(asked(web({ gateway: "main" }), "https://prometheus.example"), []);
    assert.deepEqual(asked(web({ gateway: "main", gatewayNamespace: "staging" }), "staging/prometheus:9090"), []);
    assert.deepEqual(asked(web({ gateway: "main", gatewayNamespace: "gateways" }, { canary: undefined })), []);
  });
});
