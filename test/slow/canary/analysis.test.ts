import assert from "node:assert/strict";
import type { V1Service } from "@kubernetes/client-node";
import { startAnalysis, type Analysis } from "../../../canary/analysis.ts";
import type { CanaryLook, CheckVerdict } from "../../../canary/check.ts";
import { website } from "../../components/support.ts";
import { readinessProbe, release, until } from "../../cluster/rollout/deployments.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { verdictOf as verdictOnce } from "../../canary/verdictOf.ts";

/** Pods of both tracks on the lab, as a release has made them. */
describe("the analysis of a canary on the lab", function () {
  this.timeout(240_000);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "canary");
  let analysis: Analysis | undefined;
  let looks: CanaryLook[] = [];

  /** One service for each test, its tracks told apart by the Deployments' own labels. */
  const tracks = async (name: string, canary: object) => {
    const container = { readinessProbe, ports: [{ containerPort: 8080 }] };
    await Promise.all([
      release(cluster(), namespace(), name, { replicas: 2, container }),
      release(cluster(), namespace(), `${name}-canary`, { container: { ...container, ...canary } }),
    ]);
  };
  const begin = (name: string, checks: object, since = Date.now()): Analysis => {
    looks = [];
    const service = { ...website({ canary: { analysis: checks } }), name, namespace: namespace() };
    const emit = (look: CanaryLook) => looks.push(look);
    analysis = startAnalysis({ cluster: cluster(), service, prometheus: undefined, since, emit });
    return analysis;
  };
  const verdictOf = (check: string, is: (verdict: CheckVerdict) => boolean) => verdictOnce(() => analysis, check, is);
  const jobs = async (name: string) => {
    const labelSelector = `releases/service=${name}`;
    return (await cluster().batch.listNamespacedJob({ namespace: namespace(), labelSelector })).items;
  };
  afterEach(() => {
    analysis?.stop();
  });

  const answers = (path: string) => ({ answers: { http: { path }, interval: "1s", minimum: 5 } });

  it("lets a canary pass whose pods are well and answer", async () => {
    await tracks("good", {});
    begin("good", answers("/healthz?deep=1"));
    assert.equal((await verdictOf("pods", ({ verdict }) => verdict === "good")).message, "pods: 1 pod available");
    assert.equal(
      (await verdictOf("answers", ({ verdict }) => verdict === "good")).message,
      "answers: canary 0 of 5 (0 %), stable 0 of 10 (0 %); no sign that it is worse",
    );
  });

  it("finds one bad whose answers are errors", async () => {
    await tracks("failing", { env: [{ name: "WEB_ERROR_SHARE", value: "1" }] });
    begin("failing", answers("/"));
    assert.match(
      (await verdictOf("answers", ({ verdict }) => verdict === "bad")).message,
      /^answers: canary (\d+) of \1 \(100 %\), stable 0 of \d+ \(0 %\); odds [\d,]+ to 1 that it is worse$/,
    );
  });

  it("finds one bad at once whose pods are doomed, with the cause", async () => {
    await tracks("crashing", { env: [{ name: "WEB_CRASH_AFTER", value: "4s" }] });
    begin("crashing", {});
    assert.match(
      (await verdictOf("pods", ({ verdict }) => verdict === "bad")).message,
      /^pods: container web of pod crashing-canary-\S+ exits with code 3, \d s after its start \(2 times\)$/,
    );
    assert.ok(looks.some(({ verdict }) => verdict.verdict === "bad"));
  });

  it("asks nobody where no canary is", async () => {
    await release(cluster(), namespace(), "alone", { container: { readinessProbe } });
    begin("alone", answers("/"));
    assert.equal(
      (await verdictOf("answers", ({ message }) => message.includes("0 of 2"))).message,
      "answers: canary 0 of 0 (0 %), stable 0 of 2 (0 %); no pod of the canary is ready to be asked",
    );
    assert.equal(
      (await verdictOf("pods", ({ message }) => message.includes("there"))).message,
      "pods: the Deployment is not there yet",
    );
  });

  /** True in the Job of the check called `true`, and nowhere else. */
  const inJob = (name: string) => ({
    name,
    valueFrom: { fieldRef: { fieldPath: "metadata.labels['releases/canary-check']" } },
  });
  const job = { true: { job: { command: ["/web"], deadline: "1m" } } };
  const gone = (name: string) => until(async () => ((await jobs(name)).length === 0 ? true : undefined));

  it("runs a Job with the canary's image and configuration, which is told both addresses, and takes it away", async () => {
    await tracks("tested", { env: [{ name: "GREETING", value: "hello" }, inJob("WEB_EXIT")] });
    const ports = [{ name: "http", port: 80, targetPort: 8080 }];
    const spec = { selector: { app: "tested-canary" }, ports };
    const body: V1Service = { metadata: { name: "tested-canary" }, spec };
    await cluster().core.createNamespacedService({ namespace: namespace(), body });
    begin("tested", job);
    const [made] = await until(async () => {
      const found = await jobs("tested");
      return found.length > 0 ? found : undefined;
    });
    const [container] = made?.spec?.template.spec?.containers ?? [];
    assert.equal(container?.image, "localhost/web:v1");
    const given = Object.fromEntries((container.env ?? []).map(({ name, value }) => [name, value]));
    assert.equal(given.GREETING, "hello");
    assert.equal(given.RELEASE_CANARY_URL, `http://tested-canary.${namespace()}:80`);
    assert.match(given.RELEASE_STABLE_URL ?? "", /^http:\/\/[\d.]+:8080$/);
    assert.match(
      (await verdictOf("true", ({ verdict }) => verdict === "good")).message,
      /^true: job tested-canary-true-\w{8} succeeded after \d+ s$/,
    );
    await gone("tested");
  });

  it("finds a canary bad whose Job fails, with the end of its log, and takes former steps' Jobs away", async () => {
    await tracks("untested", { env: [inJob("WEB_CRASH")] });
    const former = begin("untested", { true: { job: { command: ["/does-not-exist"], deadline: "1m" } } }, 1);
    await until(async () => ((await jobs("untested")).length > 0 ? true : undefined));
    former.stop();
    begin("untested", job);
    assert.match(
      (await verdictOf("true", ({ verdict }) => verdict === "bad")).message,
      /^true: job untested-canary-true-\w{8} exited with code 3 after \d+ s: .*fatal: cannot open database: connection refused$/,
    );
    await gone("untested");
  });

  it("goes on with the Job of a step whose process was killed", async () => {
    await tracks("resumed", { env: [inJob("WEB_EXIT")] });
    const since = Date.now();
    begin("resumed", job, since);
    const [first] = await until(async () => {
      const found = await jobs("resumed");
      return found.length > 0 ? found : undefined;
    });
    // As if it were gone: nobody stops it, and another takes the step over.
    const killed = analysis;
    begin("resumed", job, since);
    await verdictOf("true", ({ verdict }) => verdict === "good");
    const created = looks.filter(({ check }) => check === "true").map(({ verdict }) => verdict.message);
    assert.ok(created.some((message) => message.includes(first?.metadata?.name ?? "-")));
    killed?.stop();
    await gone("resumed");
  });
});
