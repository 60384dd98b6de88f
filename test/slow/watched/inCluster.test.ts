import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AuthorizationV1Api } from "@kubernetes/client-node";
import { labImages } from "../../../lab/moreImages.ts";
import { clusterRecords } from "../../../records/store.ts";
import { leaseNameOf } from "../../../watch/leader.ts";
import { quick } from "../../cluster/release/project.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { startInLab } from "./inLab.ts";
import { Team } from "./team.ts";

const watcher = "release-watch-staging";
const labelSelector = `app.kubernetes.io/name=${watcher}`;

/** The image has this checkout's package in it, as npm installs it; git and the state are served in the lab's network. */
describe("a stack that is watched from inside its cluster", function () {
  this.timeout(600_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "watcher");
  const team = new Team();
  const git = (...args: string[]) => team.git(...args);

  before(async () => {
    await labImages({ which: "watch", emit: () => undefined });
    await team.serve();
    await team.prepare(lab(), namespace());
    team.write(stackText());
    const { code, text } = await team.release("up", "--yes");
    assert.equal(code, 0, text);
    team.begin();
  });
  after(() => team.end());

  it("is released by a pod of its own as its branch goes on, in the name of the commit's author", async () => {
    await until("the first commit is settled", async () => (await settled()) === head());
    push("new nav", { version: "v2" });
    await until("v2 serves", async () => (await serving()) === "localhost/web:v2");
    await until("it is on record", async () => (await lastRecord()) === "Grace, by release watch: new nav succeeded");
  });

  it("has those who watch replaced by their own release, which comes to its end, and goes on with the new ones", async () => {
    const before = await pods();
    push("a new image", { version: "v3", image: "v2" });
    await until(
      "it is on record",
      async () => (await lastRecord()) === "Grace, by release watch: a new image succeeded",
    );
    assert.equal(await serving(), "localhost/web:v3");
    await until("all pods are new", async () => {
      const now = await pods();
      return now.length === 2 && now.every((pod) => !before.includes(pod));
    });
    push("after that", { version: "v4" });
    await until(
      "it is on record",
      async () => (await lastRecord()) === "Grace, by release watch: after that succeeded",
    );
    assert.equal(await serving(), "localhost/web:v4");
    assert.deepEqual(await unfinished(), []);
  });

  it("goes on where the pod is killed in the middle of a release", async () => {
    await until("v4 is settled", async () => (await settled()) === head());
    push("under a kill", { version: "v5" });
    await until("it has begun", async () => (await lastRecord()) === "Grace, by release watch: under a kill running");
    const leading = (await lease())?.spec?.holderIdentity ?? "";
    const [one] = (await pods()).filter((pod) => leading.includes(pod));
    assert.ok(one !== undefined, leading);
    await lab().core.deleteNamespacedPod({ name: one, namespace: namespace(), gracePeriodSeconds: 0 });
    const killed = Date.now();
    await until("v5 is settled", async () => (await settled()) === head());
    assert.equal(await serving(), "localhost/web:v5");
    assert.deepEqual(
      (await records()).filter(({ result }) => result === "running"),
      [],
    );
    process.stdout.write(`    killed in a release; settled after ${((Date.now() - killed) / 1000).toFixed(0)} s\n`);
  });

  it("serves health and metrics, by which one releases and one stands by", async () => {
    await until("one leads", async () => (await leading()).join(",") === "0,1");
  });

  it("may do what a releaser may, in its namespace, and nothing else", async () => {
    const questions = [
      ["patch", "apps", "deployments", namespace(), true],
      ["create", "", "configmaps", namespace(), true],
      ["update", "coordination.k8s.io", "leases", namespace(), true],
      ["create", "", "serviceaccounts", namespace(), false],
      ["create", "rbac.authorization.k8s.io", "roles", namespace(), false],
      ["delete", "", "pods", namespace(), false],
      ["list", "", "secrets", "default", false],
    ] as const;
    for (const [verb, group, resource, where, allowed] of questions) {
      const resourceAttributes = { verb, group, resource, namespace: where };
      const spec = { user: `system:serviceaccount:${namespace()}:${watcher}`, resourceAttributes };
      const api = lab().kubeConfig.makeApiClient(AuthorizationV1Api);
      const { status } = await api.createSubjectAccessReview({ body: { spec } });
      assert.equal(status?.allowed, allowed, `${verb} ${resource} in ${where}`);
    }
  });

  it("has no secret in what is to be seen of its pods", async () => {
    const { items } = await lab().core.listNamespacedPod({ namespace: namespace() });
    const { data } = await lab().core.readNamespacedConfigMap({ name: `${watcher}-cluster`, namespace: namespace() });
    const seen = JSON.stringify([items, data]);
    for (const secret of [team.password, team.passphrase]) assert.ok(!seen.includes(secret));
  });

  function stackText(): string {
    return `config:
  releases:namespace: ${namespace()}
  releases:services:
    web: { ${quick} }
  releases:current:
    web: { version: v1 }
  releases:watch:
    interval: 1s${team.commandLines()}
`;
  }

  /** Commits a version, and maybe another image of those who watch. */
  function push(subject: string, { version, image }: { version: string; image?: string }): void {
    git("pull", "--quiet", "--rebase");
    const file = join(team.project, "Pulumi.staging.yaml");
    const text = readFileSync(file, "utf8").replace(/version: \w+/, `version: ${version}`);
    writeFileSync(file, image === undefined ? text : text.replace(/(release-watch:)\w+/, `$1${image}`));
    git("commit", "--quiet", "--all", "-m", subject);
    git("push", "--quiet", "origin", "main");
  }

  function head(): string {
    return git("rev-parse", "HEAD");
  }

  async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 240_000; Date.now() < end;) {
      if (await holds()) return;
      await sleep(500);
    }
    throw new Error(`not within 240 s: ${what}\n${await logs()}`);
  }

  async function lease() {
    const name = leaseNameOf({ project: "releases", stack: "staging" });
    return lab()
      .coordination.readNamespacedLease({ namespace: namespace(), name })
      .catch(() => undefined);
  }

  async function settled(): Promise<string | undefined> {
    const text = (await lease())?.metadata?.annotations?.["releases/settled"];
    return text === undefined ? undefined : (JSON.parse(text) as { commit: string }).commit;
  }

  async function serving(): Promise<string | undefined> {
    const { spec, status } = await lab().apps.readNamespacedDeployment({ namespace: namespace(), name: "web" });
    const everywhere = status?.updatedReplicas === spec?.replicas && status?.availableReplicas === spec?.replicas;
    return everywhere ? spec?.template.spec?.containers[0]?.image : undefined;
  }

  const records = () => clusterRecords(lab(), { namespace: namespace(), project: "releases", stack: "staging" }).list();

  async function lastRecord(): Promise<string> {
    const [{ operator, description = "", result } = {}] = await records();
    return `${operator ?? ""}: ${description.replace(/ \(\w+\)$/, "")} ${result ?? ""}`;
  }

  async function unfinished(): Promise<string[]> {
    return (await records()).filter(({ result }) => result !== "succeeded").map(({ id, result }) => `${id} ${result}`);
  }

  /** Those that are not on their way out. */
  async function pods(): Promise<string[]> {
    const { items } = await lab().core.listNamespacedPod({ namespace: namespace(), labelSelector });
    return items
      .filter(({ metadata }) => metadata?.deletionTimestamp === undefined)
      .map(({ metadata }) => metadata?.name ?? "");
  }

  /** What each pod says of itself, as Prometheus asks for it. */
  async function leading(): Promise<string[]> {
    const { items } = await lab().core.listNamespacedPod({ namespace: namespace(), labelSelector });
    const urls = items.map(({ status }) => `http://${status?.podIP ?? ""}:8080/metrics`);
    const script = `for (const url of ${JSON.stringify(urls)}) console.log(await (await fetch(url)).text())`;
    const { ended } = await startInLab([process.execPath, "-e", script]);
    const values = (await ended).text.matchAll(/^release_watch_leading\{project="releases",stack="staging"\} (\d)$/gm);
    return [...values].map(([, value = ""]) => value).sort();
  }

  async function logs(): Promise<string> {
    const all = (await pods()).map(async (name) => {
      const log = await lab()
        .core.readNamespacedPodLog({ name, namespace: namespace(), tailLines: 40 })
        .catch((error: unknown) => String(error));
      return `--- ${name}\n${log}`;
    });
    return (await Promise.all(all)).join("\n");
  }
});
