import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AuthorizationV1Api, type KubernetesObject, type V1Pod } from "@kubernetes/client-node";
import type { Act, ActState } from "../../../console/api/acts.ts";
import type { Overview } from "../../../console/api/overview.ts";
import type { Parameters, SaveAnswer } from "../../../console/api/parameters.ts";
import type { ApiProblem } from "../../../console/api/problem.ts";
import type { ReleaseDetail } from "../../../console/api/releases.ts";
import { accessLevels } from "../../../components/rbac.ts";
import { freePort } from "../../../host/freePort.ts";
import { ranges } from "../../../lab/host/network.ts";
import { startLoad } from "../../../lab/load.ts";
import { labImages } from "../../../lab/moreImages.ts";
import { clusterRecords } from "../../../records/store.ts";
import { isNotFound } from "../../../cluster/apiError.ts";
import { ConsoleClient } from "../../cluster/console/client.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { atProvider } from "../../console/server/provider.ts";
import { Team } from "../watched/team.ts";
import { answersInLab } from "../watched/inLab.ts";
import { Ways } from "./ways.ts";

const name = "release-console-staging";
const origin = "https://releases.example.com";
const clientSecret = randomBytes(8).toString("hex");
const key = randomBytes(32).toString("base64");
const web =
  "template: website, image: localhost/web, owner: tests, replicas: 2, rollout: { minReady: 0s, deadline: 70s }, " +
  "drain: { sleep: 4s, time: 5s }";

/** The image has this checkout's package in it; git, the state and the provider of identities are served in the lab's network. */
describe("the console, as the stack's own pods", function () {
  this.timeout(600_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "console");
  const team = new Team();
  const ways = new Ways(team);
  const clusterWide: KubernetesObject[] = [];
  let issuer: { port: number; ca: string };

  before(async () => {
    await labImages({ which: "watch", emit: () => undefined });
    await team.serve();
    await serveIssuer();
    await team.prepare(lab(), namespace());
    const secret = { metadata: { name: "releases-console" }, stringData: { key, oidc: clientSecret } };
    await lab().core.createNamespacedSecret({ namespace: namespace(), body: secret });
    const ca = { metadata: { name: "team-ca" }, data: { "ca.crt": issuer.ca } };
    await lab().core.createNamespacedConfigMap({ namespace: namespace(), body: ca });
    team.write(stackText());
    const printed = await team.release(
      "rbac",
      "--json",
      ...accessLevels.flatMap((level) => [`--${level}`, group(level)]),
    );
    for (const manifest of JSON.parse(printed.text) as KubernetesObject[]) {
      await lab().objects.create(manifest);
      if (manifest.metadata?.namespace === undefined) clusterWide.unshift(manifest);
    }
    const { code, text } = await team.release("up", "--yes");
    assert.equal(code, 0, text);
    team.begin();
    await until("both pods are ready", async () => (await ready()).length === 2);
  });
  after(async () => {
    for (const manifest of clusterWide)
      await lab()
        .objects.delete(manifest)
        .catch((error: unknown) => {
          if (!isNotFound(error)) throw error;
        });
    await team.end();
  });

  it("is two pods that are ready once they have the clone, and answer whoever asks for their health", async () => {
    for (const pod of await ready()) {
      const send = await wayTo(pod);
      for (const path of ["healthz", "readyz"]) {
        const answer = await send(`http://${pod.status?.podIP ?? ""}:8080/${path}`);
        assert.deepEqual([answer.status, await answer.text()], [200, "ok\n"]);
      }
    }
    const service = await lab().core.readNamespacedService({ name, namespace: namespace() });
    assert.equal(service.spec?.sessionAffinity, "ClientIP");
  });

  it("lets in whom the team's provider names, in each pod by the same cookie, and shows them the stack", async () => {
    const [first, second] = await ready();
    const jane = await signIn("jane", first!);
    const me = await jane.me();
    assert.deepEqual([me.user, me.groups], ["jane@example.com", [group("releaser")]]);
    const elsewhere = new ConsoleClient(origin, {}, { send: await wayTo(second!), cookie: jane.cookie });
    const { rows } = await elsewhere.get<Overview>("stacks/staging/overview");
    assert.deepEqual(
      rows.map(({ service, runs, state }) => [service, runs, state]),
      [["web", "v1", "healthy"]],
    );
    const stranger = await signIn("mary", second!);
    assert.deepEqual((await stranger.me()).stacks, []);
    assert.equal((await stranger.send("GET", "stacks/staging/overview")).status, 404);
  });

  it("lets an owner release the whole stack, with the packages that its pods have", async () => {
    const [pod] = await ready();
    const grace = await signIn("grace", pod!);
    await grace.me();
    const { id } = await grace.act("staging", { verb: "up", versions: {} }, "packages of the image");
    assert.equal((await grace.ended("staging", id)).ended?.exitCode, 0);
  });

  it("releases in the name of who asked for it, and pushes that as a commit of theirs", async () => {
    const [pod] = await ready();
    const jane = await signIn("jane", pod!);
    await jane.me();
    const { id } = await jane.act("staging", up("v2"), "new navigation");
    const { ended, release = "" } = await jane.ended("staging", id);
    assert.equal(ended?.exitCode, 0, JSON.stringify(ended));
    const { record } = await jane.get<ReleaseDetail>(`stacks/staging/releases/${release}`);
    assert.deepEqual(
      [record.result, record.operator, record.user, record.description],
      ["succeeded", "jane@example.com", "jane@example.com", "new navigation"],
    );
    assert.equal(await serving(), "localhost/web:v2");
    const [author, operator, ...words] = pushed();
    assert.deepEqual([author, operator], ["jane@example.com", "jane@example.com"]);
    assert.deepEqual(words.slice(0, 3), ["deploy web v1 → v2", "new navigation", ""]);
    assert.match(team.git("show", "origin/main:Pulumi.staging.yaml"), /web: { version: v2 }/);
  });

  it("saves parameters of an owner's as a pushed commit with author and reason, and none of a releaser's", async () => {
    const [pod] = await ready();
    const edits = [{ service: "web", path: "replicas", value: 3 }];
    const jane = await signIn("jane", pod!);
    await jane.me();
    const { base } = await jane.get<Parameters>("stacks/staging/parameters");
    const refused = await jane.send("POST", "stacks/staging/parameters", { base, edits, reason: "more" });
    assert.deepEqual([refused.status, ((await refused.json()) as ApiProblem).code], [403, "NO_RIGHTS"]);
    const grace = await signIn("grace", pod!);
    await grace.me();
    const answer = await grace.send("POST", "stacks/staging/parameters", { base, edits, reason: "the sale begins" });
    const saved = (await answer.json()) as SaveAnswer;
    assert.deepEqual([answer.status, saved.pushed, saved.branch], [200, true, "main"], JSON.stringify(saved));
    assert.deepEqual(pushed().slice(0, 3), ["grace@example.com", "grace@example.com", "the sale begins"]);
    assert.match(team.git("show", "origin/main:Pulumi.staging.yaml"), /replicas: 3/);
    const { id } = await grace.act("staging", { verb: "up", versions: {} }, "the sale begins");
    assert.equal((await grace.ended("staging", id)).ended?.exitCode, 0);
    const { spec } = await lab().apps.readNamespacedDeployment({ name: "web", namespace: namespace() });
    assert.equal(spec?.replicas, 3);
  });

  it("may look, ask what others may, and act as its groups: nothing else", async () => {
    const impersonate = (resource: string, one: string) => ["impersonate", "", resource, undefined, one] as const;
    const questions = [
      [["get", "apps", "deployments", namespace(), undefined], true],
      [["list", "", "pods", namespace(), undefined], true],
      [["create", "authorization.k8s.io", "subjectaccessreviews", undefined, undefined], true],
      [impersonate("users", "jane@example.com"), true],
      [impersonate("groups", group("releaser")), true],
      [impersonate("groups", "system:masters"), false],
      [impersonate("serviceaccounts", "default"), false],
      [["patch", "apps", "deployments", namespace(), undefined], false],
      [["create", "", "configmaps", namespace(), undefined], false],
      [["get", "", "secrets", namespace(), undefined], false],
      [["get", "apps", "deployments", "default", undefined], false],
    ] as const;
    for (const [[verb, api, resource, where, one], allowed] of questions) {
      const resourceAttributes = {
        ...{ verb, group: api, resource },
        ...(where === undefined ? {} : { namespace: where }),
        ...(one === undefined ? {} : { name: one }),
      };
      const spec = { user: `system:serviceaccount:${namespace()}:${name}`, resourceAttributes };
      const { status } = await lab()
        .kubeConfig.makeApiClient(AuthorizationV1Api)
        .createSubjectAccessReview({ body: { spec } });
      assert.equal(status?.allowed, allowed, `${verb} ${resource} ${one ?? where ?? ""}`);
    }
  });

  it("has no secret in what is to be seen of its pods, nor in their logs", async () => {
    const pods = await ready();
    const logs = await Promise.all(pods.map((pod) => logOf(pod)));
    assert.match(logs.join("\n"), /"type":"audit".*"who":"jane@example.com"/);
    const seen = JSON.stringify([pods, logs]);
    for (const secret of [team.password, team.passphrase, clientSecret, key]) assert.ok(!seen.includes(secret));
  });

  it("sees a release through though its pod is deleted in the middle of it", async () => {
    const { load, pod } = await midRelease("v3", "through a deletion");
    await lab().core.deleteNamespacedPod({ name: pod.metadata?.name ?? "", namespace: namespace() });
    // The pod goes as soon as the release has ended, and answers nobody then.
    await until(
      "it is on record",
      async () => (await lastRecord()) === "jane@example.com: through a deletion succeeded",
    );
    await until("v3 serves", async () => (await serving()) === "localhost/web:v3");
    await until("it is pushed", () => Promise.resolve(pushed()[3] === "through a deletion"));
    await noneFailed(load);
    await until("another pod is ready in its place", async () => (await ready()).length === 2);
  });

  it("has what a pod was killed in taken back by whoever sees it from the other, with no failed request", async () => {
    const { load, act, pod } = await midRelease("v4", "under a kill");
    const other = (await ready()).find(({ metadata }) => metadata?.name !== pod.metadata?.name);
    await lab().core.deleteNamespacedPod({
      ...{ name: pod.metadata?.name ?? "", namespace: namespace(), gracePeriodSeconds: 0 },
    });
    const jane = await signIn("jane", other!);
    await jane.me();
    const elsewhere = await jane.send("GET", `stacks/staging/acts/${act}`);
    const { code, release = "" } = (await elsewhere.json()) as ApiProblem;
    assert.deepEqual([elsewhere.status, code], [404, "ACT_ELSEWHERE"]);
    assert.equal((await jane.get<ReleaseDetail>(`stacks/staging/releases/${release}`)).record.result, "running");
    await until("nobody holds its lock", async () => {
      const { releasing } = await jane.get<Overview>("stacks/staging/overview");
      return releasing === undefined;
    });
    const { id } = await jane.act("staging", { verb: "recover" }, "its pod is gone");
    const { ended } = await jane.ended("staging", id);
    assert.equal(ended?.exitCode, 0, JSON.stringify(ended));
    const { record } = await jane.get<ReleaseDetail>(`stacks/staging/releases/${release}`);
    assert.deepEqual(
      [record.result, record.operator, record.description],
      ["interrupted", "jane@example.com", "under a kill"],
    );
    assert.equal(
      await lastRecord(),
      `jane@example.com: after ${release} was interrupted: its process ended without closing the record succeeded`,
    );
    await until("v3 serves", async () => (await serving()) === "localhost/web:v3");
    assert.equal(pushed()[3], "through a deletion");
    assert.match(team.git("show", "origin/main:Pulumi.staging.yaml"), /web: { version: v3 }/);
    await noneFailed(load);
  });

  function stackText(): string {
    return `config:
  releases:namespace: ${namespace()}
  releases:services:
    web: { ${web} }
  releases:current:
    web: { version: v1 }
  releases:console:
    url: ${origin}
    groups: [${accessLevels.map((level) => group(level)).join(", ")}]
    oidc: { issuer: "https://${ranges.node}:${issuer.port}", client: releases }
    secret: releases-console
    volumes:
      ca: { kind: configMap, from: team-ca, mount: /etc/team-ca }${team
        .commandLines()
        .replace("env:", "env:\n      NODE_EXTRA_CA_CERTS: /etc/team-ca/ca.crt")}
`;
  }

  function group(level: string): string {
    return `${namespace()}-${level}s`;
  }

  async function serveIssuer(): Promise<void> {
    const [file, cert] = ["issuer.key", "issuer.crt"].map((one) => join(team.folder, one)) as [string, string];
    const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=issuer"];
    const names = ["-addext", `subjectAltName=IP:${ranges.node}`];
    execFileSync("openssl", [...request, ...names, "-keyout", file, "-out", cert], { stdio: "ignore" });
    const port = await freePort();
    issuer = { port, ca: readFileSync(cert, "utf8") };
    const told = JSON.stringify({
      client: { id: "releases", secret: clientSecret, origin },
      groups: { jane: [group("releaser")], grace: [group("owner")], mary: ["somebody-elses"] },
    });
    const script = join(import.meta.dirname, "issuer.ts");
    await team.start([process.execPath, script, ranges.node, String(port), file, cert, told]);
    await answersInLab(`https://${ranges.node}:${port}/`, { NODE_EXTRA_CA_CERTS: cert });
  }

  async function wayTo(pod: V1Pod): Promise<typeof fetch> {
    return ways.to(pod.status?.podIP ?? "", 8080);
  }

  /** By the provider's pages, as a browser does. */
  async function signIn(login: string, pod: V1Pod): Promise<ConsoleClient> {
    const send = await wayTo(pod);
    const begun = await send(`${origin}/signin/begin`);
    const [remembered = ""] = (begun.headers.get("set-cookie") ?? "").split(";");
    const provider = await ways.to(ranges.node, issuer.port, issuer.ca);
    const back = await atProvider(begun.headers.get("location") ?? "", login, origin, provider);
    const answer = await send(back, { headers: { cookie: remembered } });
    const session = answer.headers.getSetCookie().find((set) => set.startsWith("__Host-release-console=")) ?? "";
    assert.equal(answer.status, 303, await answer.text());
    return new ConsoleClient(origin, {}, { send, cookie: session.split(";")[0] ?? "" });
  }

  /** A release that has its record, and rolls out, under load. */
  async function midRelease(version: string, message: string) {
    const { spec } = await lab().core.readNamespacedService({ name: "web", namespace: namespace() });
    const load = await startLoad({ url: `http://${spec?.clusterIP ?? ""}/`, seconds: 500, rate: 40, connections: 3 });
    const [pod] = await ready();
    const jane = await signIn("jane", pod!);
    await jane.me();
    const { id: act } = await jane.act("staging", up(version), message);
    await until("it rolls out", async () => {
      const { events, ended } = await jane.get<ActState>(`stacks/staging/acts/${act}`);
      assert.equal(ended, undefined, JSON.stringify(ended));
      return events.some(({ event }) => event.type === "phase" && event.phase === "roll out");
    });
    return { load, act, pod: pod! };
  }

  async function noneFailed(load: Awaited<ReturnType<typeof startLoad>>): Promise<void> {
    load.stop();
    const { sent, failed } = await load.result;
    assert.equal(failed, 0, `${failed} of ${sent} requests failed`);
    assert.ok(sent > 100, `${sent} requests`);
    process.stdout.write(`    0 of ${sent} requests failed\n`);
  }

  /** Of the newest commit on the remote: author, operator, subject, and what follows it. */
  function pushed(): string[] {
    team.git("fetch", "--quiet", "origin");
    const format = "%ae%n%(trailers:key=Release-Operator,valueonly,separator=)%n%s%n%b";
    return team.git("log", "-1", `--format=${format}`, "origin/main").split("\n");
  }

  async function serving(): Promise<string | undefined> {
    const { spec, status } = await lab().apps.readNamespacedDeployment({ namespace: namespace(), name: "web" });
    const everywhere = status?.updatedReplicas === spec?.replicas && status?.availableReplicas === spec?.replicas;
    return everywhere ? spec?.template.spec?.containers[0]?.image : undefined;
  }

  async function lastRecord(): Promise<string> {
    const scope = { namespace: namespace(), project: "releases", stack: "staging" };
    const [{ operator, description = "", result } = {}] = await clusterRecords(lab(), scope).list();
    return `${operator ?? ""}: ${description} ${result ?? ""}`;
  }

  /** Pods that are ready, and not on their way out. */
  async function ready(): Promise<V1Pod[]> {
    const labelSelector = `app.kubernetes.io/name=${name}`;
    const { items } = await lab().core.listNamespacedPod({ namespace: namespace(), labelSelector });
    return items.filter(
      ({ metadata, status }) =>
        metadata?.deletionTimestamp === undefined &&
        status?.conditions?.some(({ type, status: holds }) => type === "Ready" && holds === "True") === true,
    );
  }

  async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 240_000; Date.now() < end;) {
      if (await holds()) return;
      await sleep(500);
    }
    throw new Error(`not within 240 s: ${what}\n${await allLogs()}`);
  }

  async function allLogs(): Promise<string> {
    const { items } = await lab().core.listNamespacedPod({ namespace: namespace() });
    const all = items.map(async (pod) => `--- ${pod.metadata?.name ?? ""}\n${await logOf(pod)}`);
    return (await Promise.all(all)).join("\n");
  }

  function logOf({ metadata }: V1Pod): Promise<string> {
    return lab()
      .core.readNamespacedPodLog({ name: metadata?.name ?? "", namespace: namespace(), tailLines: 60 })
      .catch((error: unknown) => String(error));
  }
});

function up(version: string): Act {
  return { verb: "up", versions: { web: version } };
}
