import assert from "node:assert/strict";
import { collectEvidence } from "../../../rollout/evidence.ts";
import { follow } from "../../../rollout/follow.ts";
import type { ReleaseEvent } from "../../../release/events.ts";
import { useLab, useNamespace } from "../support.ts";
import { deployment, readinessProbe, release, until } from "./deployments.ts";

describe("evidence of a failed rollout", function () {
  this.timeout(240_000);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "evidence");

  /** The crashing image prints the address of its database, which here is a secret. */
  const env = [{ name: "DB", valueFrom: { secretKeyRef: { name: "db", key: "host" } } }];

  before(async () => {
    const metadata = { name: "db", namespace: namespace() };
    await cluster().objects.create({
      apiVersion: "v1",
      kind: "Secret",
      metadata,
      stringData: { host: "db.internal:5432" },
    });
  });

  it("holds the cause, the logs, the exit, the probes and the events, without secrets", async () => {
    const workload = { kind: "Deployment", namespace: namespace(), name: "crash" } as const;
    await release(cluster(), namespace(), "crash", {
      image: "localhost/web:crash",
      container: { readinessProbe, env },
    });
    // The verdict may be faster than the kubelet's event.
    await until(async () => {
      const { items } = await cluster().core.listNamespacedEvent({ namespace: namespace() });
      return items.find(({ reason }) => reason === "BackOff");
    });

    const evidence = await collectEvidence(cluster(), workload, { redact: ["retrying"], maxLines: 50 });

    assert.equal(evidence.cause?.code, "CrashLoop");
    const [container] = evidence.containers;
    assert.equal(container?.container, "web");
    assert.equal(container.exit?.code, 3);
    assert.ok(container.restarts >= 1);
    assert.deepEqual(container.probes, [
      "readiness: GET /healthz on port 8080 every 1 s, from 0 s, timeout 1 s, 3 failures allowed",
    ]);
    // The kubelet may have thrown one of the two away already.
    const log = [...container.log, ...container.previousLog].join("\n");
    assert.match(log, /fatal: cannot open database: connection refused/);
    assert.match(log, /connecting to database at \[secret\]/);
    assert.match(log, /\[secret\] in 100ms/);
    assert.ok(evidence.events.some(({ reason }) => reason === "BackOff"));
    assert.deepEqual(evidence.commands, [
      evidence.cause.command,
      `kubectl describe deployment -n ${namespace()} crash`,
      `kubectl get events -n ${namespace()} --sort-by=.lastTimestamp`,
    ]);
    assert.deepEqual(JSON.parse(JSON.stringify(evidence)), evidence);
  });

  it("is said to be none of a workload that is not there", async () => {
    const workload = { kind: "Deployment", namespace: namespace(), name: "no-such" } as const;
    const { containers, events, pods, cause } = await collectEvidence(cluster(), workload, { redact: [], maxLines: 5 });
    assert.deepEqual({ containers, events, pods, cause }, { containers: [], events: [], pods: [], cause: undefined });
  });

  it("streams while the rollout goes wrong: the log lines of the crashed container, without secrets", async () => {
    const events: ReleaseEvent[] = [];
    const body = deployment("stream", { image: "localhost/web:crash", container: { readinessProbe, env } });
    await cluster().apps.createNamespacedDeployment({ namespace: namespace(), body });
    const workload = { kind: "Deployment", namespace: namespace(), name: "stream" } as const;
    await follow(cluster(), workload, { emit: (event) => events.push(event), deadlineSeconds: 30 });
    const lines = events.flatMap((event) => (event.type === "podLog" ? [event.line] : []));
    assert.ok(
      lines.some((line) => line.includes("fatal: cannot open database")),
      lines.join("\n"),
    );
    assert.ok(
      lines.some((line) => line.endsWith("connecting to database at [secret]")),
      lines.join("\n"),
    );
    const rollouts = events.flatMap((event) => (event.type === "rollout" ? [event] : []));
    assert.equal(rollouts.at(-1)?.status.phase, "failed");
    assert.equal(rollouts.at(-1)?.pods[0]?.state, "failing");
  });

  it("streams the cluster's warnings, and holds no escapes and no Secret's value in them and in its cause, though a probe prints them", async () => {
    const events: ReleaseEvent[] = [];
    // Its own probe is yet to come: the one failure is what we say it is.
    const container = { env, readinessProbe: { ...readinessProbe, initialDelaySeconds: 300 } };
    await cluster().apps.createNamespacedDeployment({
      namespace: namespace(),
      body: deployment("probed", { container }),
    });
    const [pod] = await until(async () => {
      const found = await cluster().core.listNamespacedPod({ namespace: namespace(), labelSelector: "app=probed" });
      return found.items.length > 0 ? found.items : undefined;
    });
    const { name, uid } = pod!.metadata!;
    const now = new Date();
    await cluster().core.createNamespacedEvent({
      namespace: namespace(),
      body: {
        metadata: { name: "probed", namespace: namespace() },
        involvedObject: {
          kind: "Pod",
          namespace: namespace(),
          name: name!,
          uid: uid!,
          fieldPath: "spec.containers{web}",
        },
        type: "Warning",
        reason: "Unhealthy",
        message: "Readiness probe failed: \u001b[31mno answer from db.internal:5432\u001b[0m",
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
      },
    });
    const workload = { kind: "Deployment", namespace: namespace(), name: "probed" } as const;
    const status = await follow(cluster(), workload, { emit: (event) => events.push(event), deadlineSeconds: 5 });
    assert.equal(status.cause?.code, "NeverReady");
    assert.match(status.cause.message, /: no answer from \[secret\]$/);
    assert.match(status.message, /: no answer from \[secret\]$/);
    const told = events.flatMap((event) => (event.type === "clusterEvent" ? [event.message] : []));
    assert.ok(told.includes("Readiness probe failed: no answer from [secret]"), told.join("\n"));
    assert.ok(!JSON.stringify(events).includes("db.internal"));
  });
});
