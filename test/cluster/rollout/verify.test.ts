import assert from "node:assert/strict";
import type { Emit, RolloutEvent } from "../../../rollout/events.ts";
import { verify } from "../../../rollout/verify.ts";
import { useLab, useNamespace } from "../support.ts";
import { readinessProbe, release } from "./deployments.ts";

const silent = { emit: () => undefined };

describe("verifying a workload", function () {
  this.timeout(240_000);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "verify");
  const workload = (name: string) => ({ kind: "Deployment", namespace: namespace(), name }) as const;

  before(async () => {
    const ports = [{ name: "http", port: 80, targetPort: 8080 }];
    for (const name of ["good", "empty"]) {
      const spec = { selector: { app: name }, ports };
      await cluster().objects.create({
        apiVersion: "v1",
        kind: "Service",
        metadata: { name, namespace: namespace() },
        spec,
      });
    }
    // Of healthy pods, but on a port that nobody gets to: as where a network policy or a mesh keeps the API server out.
    const closed = { selector: { app: "good" }, ports: [{ port: 80, targetPort: 9 }] };
    const metadata = { name: "closed", namespace: namespace() };
    await cluster().objects.create({ apiVersion: "v1", kind: "Service", metadata, spec: closed });
    await release(cluster(), namespace(), "good", { replicas: 2, container: { readinessProbe } });
  });

  it("finds it healthy, and its service answering from outside, on nested paths, with a query, and named ports too", async () => {
    for (const [port, path] of [
      [80, "/"],
      [80, "/healthz?deep=1"],
      ["http", "/deep/er"],
    ] as const) {
      const found = await verify(cluster(), workload("good"), {
        ...silent,
        seconds: 1,
        probe: { service: "good", port, path },
      });
      assert.equal(found.healthy, true, found.message);
      assert.match(found.message, /^2 pods available for 1 s, the service answers in \d+ ms$/);
    }
  });

  it("finds a service unhealthy that nothing stands behind", async () => {
    const probe = { service: "empty", port: 80, path: "/" };
    const found = await verify(cluster(), workload("good"), { ...silent, seconds: 0, probe });
    assert.equal(found.healthy, false);
    assert.match(
      found.message,
      /^GET \/ of service verify-\w+\/empty:80 answered 503: no endpoints available for service/,
    );
  });

  it("does not blame a service that the API server does not get to", async () => {
    const probe = { service: "closed", port: 80, path: "/" };
    const found = await verify(cluster(), workload("good"), { ...silent, seconds: 0, probe });
    assert.equal(found.healthy, true, found.message);
    assert.match(
      found.notes.join(),
      /^not probed from outside: the API server does not get to GET \/ of service verify-\w+\/closed:80: error trying to reach service: dial tcp \S+:9: connect: connection refused$/,
    );
  });

  it("asks nothing of a service without pods", async () => {
    await release(cluster(), namespace(), "none", { replicas: 0 });
    const probe = { service: "empty", port: 80, path: "/" };
    const found = await verify(cluster(), workload("none"), { ...silent, seconds: 0, probe });
    assert.deepEqual(found, { healthy: true, message: "no pods asked for", notes: [] });
  });

  it("finds it unhealthy when it crashes again and again after it was complete", async () => {
    const env = [{ name: "WEB_CRASH_AFTER", value: "2s" }];
    const { status } = await release(cluster(), namespace(), "late", { container: { env, readinessProbe } });
    assert.equal(status.phase, "complete");
    const events: RolloutEvent[] = [];
    const emit: Emit = (event) => event.type !== "note" && events.push(event);
    const found = await verify(cluster(), workload("late"), { seconds: 60, emit });
    assert.equal(found.healthy, false);
    assert.equal(found.cause?.code, "CrashLoop");
    assert.match(
      found.message,
      /^rolled out, but no longer healthy: container web of pod late-\S+ exits with code 3, \d s after its start/,
    );
    // Told as while it rolled out: its last words, and the verdict.
    assert.ok(
      events.some((event) => event.type === "podLog" && event.line.includes("cannot open database")),
      JSON.stringify(events),
    );
    assert.ok(events.some((event) => event.type === "rollout" && event.status.cause?.code === "CrashLoop"));
  });
});
