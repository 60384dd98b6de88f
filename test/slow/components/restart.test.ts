import assert from "node:assert/strict";
import { AuthorizationV1Api, BatchV1Api } from "@kubernetes/client-node";
import { labExec } from "../../../lab/exec.ts";
import { kubectlImage } from "../../../lab/images/tags.ts";
import { startLoad } from "../../../lab/load.ts";
import { labImages } from "../../../lab/moreImages.ts";
import { patienceMs, useProject } from "../../cluster/release/project.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";

const basic =
  "template: website, image: localhost/web, owner: tests, replicas: 2, drain: { sleep: 4s, time: 5s }, " +
  `restart: { schedule: "0 4 * * *", timeZone: Asia/Tokyo, image: "${kubectlImage}" }`;

describe("a scheduled restart", function () {
  this.timeout(patienceMs);
  const lab = useLab();
  const namespace = useNamespace(lab, "restart");
  const project = useProject();
  before(async () => {
    await labImages({ which: "kubectl", emit: () => undefined });
    await enforceRestricted();
    project().stack(namespace(), { web: { version: "v1", basic } });
    await release();
  });

  it("replaces every pod by a rolling update, with no failed request", async () => {
    const before = await pods();
    const { spec } = await lab().core.readNamespacedService({ name: "web", namespace: namespace() });
    const load = await startLoad({ url: `http://${spec?.clusterIP ?? ""}/`, seconds: 200, rate: 40, connections: 3 });
    await trigger("now");
    await untilRolled();
    load.stop();
    const after = await pods();
    assert.equal(after.length, 2);
    assert.deepEqual(
      after.filter((pod) => before.includes(pod)),
      [],
    );
    const { sent, failed } = await load.result;
    assert.equal(failed, 0, `${failed} of ${sent} requests failed`);
    assert.ok(sent > 100, `${sent} requests`);
  });

  it("is no change to the stack, and is not undone by the next release", async () => {
    const restarted = await pods();
    const stamp = await restartedAt();
    assert.match(stamp ?? "", /^\d{4}-\d\d-\d\dT/);
    const preview = await project().cli("preview");
    assert.match(preview.stdout, /^no change \(\d+ resources\)\n$/, preview.stderr);
    const up = await project().cli("up", "--yes");
    assert.equal(up.code, 0, up.stderr);
    assert.match(up.stdout, /^no change: /);
    assert.deepEqual(await pods(), restarted);
    project().stack(namespace(), { web: { version: "v2", basic } });
    await release();
    assert.deepEqual(await project().running(namespace()), { web: "v2" });
    assert.equal(await restartedAt(), stamp);
  });

  it("is skipped while its service is frozen, until that is over by itself", async () => {
    const before = await pods();
    const frozen = await project().cli("freeze", "--until", "1h", "--reason", "audit");
    assert.equal(frozen.code, 0, frozen.stderr);
    assert.equal(await runs("frozen"), "Failed");
    assert.deepEqual(await pods(), before);
    const preview = await project().cli("preview");
    assert.match(preview.stdout, /^no change \(\d+ resources\)\n$/, preview.stderr);
    // Kubernetes ends it; a freeze of a minute is too long for a test.
    const batch = lab().kubeConfig.makeApiClient(BatchV1Api);
    const ends = [{ op: "replace", path: "/spec/ttlSecondsAfterFinished", value: 1 }];
    await batch.patchNamespacedJob({ name: "web-frozen", namespace: namespace(), body: ends });
    const gone = ["kubectl", "--namespace", namespace(), "wait", "--for=delete", "job/web-frozen", "--timeout=60s"];
    assert.equal(await labExec(gone, { stdio: "ignore" }), 0);
    await trigger("thawed");
    await untilRolled();
    assert.equal((await project().cli("unfreeze")).stdout, "nothing is frozen\n");
  });

  it("may restart its own service and do nothing else", async () => {
    const questions = [
      ["get", "deployments", "web"],
      ["patch", "deployments", "web"],
      ["patch", "deployments", "docs"],
      ["delete", "deployments", "web"],
      ["list", "deployments", ""],
      ["get", "secrets", ""],
      ["create", "pods", ""],
      ["get", "jobs", "web-frozen"],
      ["get", "jobs", "docs-frozen"],
      ["delete", "jobs", "web-frozen"],
    ] as const;
    const allowed = await Promise.all(questions.map(([verb, resource, name]) => may(verb, resource, name)));
    assert.deepEqual(
      questions.filter((_, index) => allowed[index]),
      questions.filter(([verb, , name]) => name.startsWith("web") && verb !== "delete"),
    );
  });

  async function release(): Promise<void> {
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
  }

  /** What a stack's own namespaces have unless they say otherwise. */
  async function enforceRestricted(): Promise<void> {
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace(), labels } };
    await lab().objects.patch(object, undefined, undefined, "test", true, "application/apply-patch+yaml");
  }

  /** Runs the CronJob's job now, and waits until it has succeeded. */
  async function trigger(name: string): Promise<void> {
    const kubectl = ["kubectl", "--namespace", namespace()];
    const create = [...kubectl, "create", "job", name, "--from=cronjob/web-restart"];
    assert.equal(await labExec(create, { stdio: "ignore" }), 0);
    const wait = [...kubectl, "wait", `job/${name}`, "--for=condition=Complete", "--timeout=120s"];
    const code = await labExec(wait, { stdio: "ignore" });
    const batch = lab().kubeConfig.makeApiClient(BatchV1Api);
    const { status } = await batch.readNamespacedJob({ name, namespace: namespace() });
    assert.equal(code, 0, JSON.stringify(status));
    assert.equal(status?.failed ?? 0, 0);
  }

  /** The condition that it ends with. */
  async function runs(name: string): Promise<string | undefined> {
    const kubectl = ["kubectl", "--namespace", namespace()];
    await labExec([...kubectl, "create", "job", name, "--from=cronjob/web-restart"], { stdio: "ignore" });
    await labExec([...kubectl, "wait", `job/${name}`, "--for=condition=Failed", "--timeout=60s"], { stdio: "ignore" });
    const batch = lab().kubeConfig.makeApiClient(BatchV1Api);
    const { status } = await batch.readNamespacedJob({ name, namespace: namespace() });
    return status?.conditions?.find((one) => one.status === "True" && one.type !== "FailureTarget")?.type;
  }

  async function untilRolled(): Promise<void> {
    const status = ["kubectl", "--namespace", namespace(), "rollout", "status", "deployment/web", "--timeout=120s"];
    assert.equal(await labExec(status, { stdio: "ignore" }), 0);
  }

  /** The service's pods that are not on their way out. */
  async function pods(): Promise<(string | undefined)[]> {
    const labelSelector = "app.kubernetes.io/name=web";
    const { items } = await lab().core.listNamespacedPod({ namespace: namespace(), labelSelector });
    return items
      .filter(({ metadata }) => metadata?.deletionTimestamp === undefined)
      .map(({ metadata }) => metadata?.name)
      .sort();
  }

  async function restartedAt(): Promise<string | undefined> {
    const { spec } = await lab().apps.readNamespacedDeployment({ name: "web", namespace: namespace() });
    return spec?.template.metadata?.annotations?.["kubectl.kubernetes.io/restartedAt"];
  }

  async function may(verb: string, resource: string, name: string): Promise<boolean> {
    const group = { deployments: "apps", jobs: "batch" }[resource] ?? "";
    const { status } = await lab()
      .kubeConfig.makeApiClient(AuthorizationV1Api)
      .createSubjectAccessReview({
        body: {
          spec: {
            user: `system:serviceaccount:${namespace()}:web-restart`,
            resourceAttributes: { namespace: namespace(), verb, group, resource, name },
          },
        },
      });
    return status?.allowed === true;
  }
});
