import assert from "node:assert/strict";
import { AuthorizationV1Api } from "@kubernetes/client-node";
import { connect } from "../../../cluster/cluster.ts";
import { whoAmI } from "../../../cluster/user.ts";
import { elsewhereManifests } from "../../../components/accessElsewhere.ts";
import { parseStackConfig } from "../../../components/config.ts";
import type { AccessLevel } from "../../../components/rbac.ts";
import { accessLevels, accessManifests } from "../../../components/rbac.ts";
import { impersonated } from "../../../console/acts/kubeconfig.ts";
import { labPaths } from "../../../lab/paths.ts";
import { useLab, useNamespace } from "../support.ts";

/** A question as `kubectl auth can-i` asks it: verb, group/resource, and who may. */
const questions: [string, string, readonly AccessLevel[]][] = [
  ["list", "apps/deployments", accessLevels],
  ["get", "/pods/log", accessLevels],
  ["watch", "/events", accessLevels],
  ["patch", "apps/deployments", ["releaser", "owner"]],
  ["create", "/configmaps", ["releaser", "owner"]],
  ["delete", "/secrets", ["releaser", "owner"]],
  ["get", "/secrets", ["releaser", "owner"]],
  ["update", "coordination.k8s.io/leases", ["releaser", "owner"]],
  ["get", "/services/proxy", ["releaser", "owner"]],
  ["get", "/pods/proxy", ["releaser", "owner"]],
  ["patch", "policy/poddisruptionbudgets", ["owner"]],
  ["create", "/persistentvolumeclaims", ["owner"]],
  ["create", "networking.k8s.io/networkpolicies", ["owner"]],
  ["patch", "autoscaling/horizontalpodautoscalers", ["releaser", "owner"]],
  ["create", "networking.k8s.io/ingresses", ["releaser", "owner"]],
  ["list", "discovery.k8s.io/endpointslices", ["viewer", "releaser", "owner"]],
  ["get", "gateway.networking.k8s.io/gateways", accessLevels],
  ["create", "/pods", []],
  ["create", "/pods/exec", []],
  ["delete", "/pods", []],
  ["patch", "/resourcequotas", []],
  ["create", "/namespaces", []],
  ["create", "rbac.authorization.k8s.io/clusterroles", []],
];

describe("viewer, releaser and owner", () => {
  const lab = useLab();
  const namespace = useNamespace(lab, "rbac");
  const elsewhere = useNamespace(lab, "rbac-elsewhere");

  before(async () => {
    const groups = { viewer: "test-viewer", releaser: "test-releaser", owner: "test-owner" };
    for (const manifest of accessManifests(namespace(), groups)) {
      await lab().objects.create(manifest);
    }
  });

  async function may(level: AccessLevel, verb: string, target: string, where: string, name = ""): Promise<boolean> {
    const [group = "", resource = "", subresource] = target.split("/");
    const attributes = {
      namespace: where,
      verb,
      group,
      resource,
      name,
      ...(subresource === undefined ? {} : { subresource }),
    };
    const api = lab().kubeConfig.makeApiClient(AuthorizationV1Api);
    const spec = { user: "somebody", groups: [`test-${level}`], resourceAttributes: attributes };
    const review = await api.createSubjectAccessReview({ body: { spec } });
    return review.status?.allowed === true;
  }

  for (const [verb, target, allowed] of questions) {
    it(`${allowed.length === 0 ? "nobody" : allowed.join(" and ")} may ${verb} ${target}`, async () => {
      const answers = await Promise.all(accessLevels.map((level) => may(level, verb, target, namespace())));
      assert.deepEqual(
        accessLevels.filter((_, index) => answers[index]),
        allowed,
      );
    });
  }

  it("are somebody's by each of several groups", async () => {
    const content = impersonated({ kubeconfig: labPaths().kubeconfig }, { user: "jane", groups: ["one", "another"] });
    const { name, groups } = await whoAmI(connect({ content }));
    assert.deepEqual([name, groups], ["jane", ["one", "another", "system:authenticated"]]);
  });

  it("nobody may do anything in another namespace", async () => {
    const answers = await Promise.all(
      accessLevels.flatMap((level) =>
        questions.map(async ([verb, target]) =>
          (await may(level, verb, target, elsewhere())) ? `${level} ${verb} ${target}` : "",
        ),
      ),
    );
    assert.deepEqual(answers.filter(Boolean), []);
  });

  it("whoever releases may ask a stack's Prometheus in its namespace, and nothing else there", async () => {
    const prometheus = `${elsewhere()}/prometheus:9090`;
    const config = parseStackConfig({ stack: namespace(), services: {}, current: {}, prometheus });
    const groups = { releaser: "test-releaser", owner: "test-owner" };
    for (const manifest of elsewhereManifests(config, groups)) await lab().objects.create(manifest);
    const asked = async (name: string) =>
      Promise.all(accessLevels.map((level) => may(level, "get", "/services/proxy", elsewhere(), name)));
    assert.deepEqual(await asked("prometheus:9090"), [false, true, true]);
    assert.deepEqual(await asked("grafana:80"), [false, false, false]);
  });
});
