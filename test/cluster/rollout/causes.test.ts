import assert from "node:assert/strict";
import { causeCodes } from "../../../rollout/verdict.ts";
import { useUnreachableRegistry } from "./registries.ts";
import { useLab, useNamespace } from "../support.ts";
import { containerReproductions, unreachableRegistry } from "./containerReproductions.ts";
import { lastKubeletReport, release, type Followed } from "./deployments.ts";
import { admissionReproduction, podReproductions, quotaReproduction } from "./podReproductions.ts";
import type { Reproduction } from "./reproductions.ts";

describe("each cause, reproduced on a cluster", function () {
  this.timeout(240_000);
  const cluster = useLab();
  useUnreachableRegistry(unreachableRegistry);
  const namespace = useNamespace(cluster, "causes");
  const quota = useNamespace(cluster, "quota");
  const admission = useNamespace(cluster, "admission");
  const runtimeClass = {
    apiVersion: "node.k8s.io/v1",
    kind: "RuntimeClass",
    metadata: { name: "release-test-no-such-handler" },
    handler: "no-such-handler",
  };
  const reproductions = [...containerReproductions, ...podReproductions];
  const results = new Map<Reproduction, Promise<{ found: Followed; reported: number }>>();

  before(async () => {
    const { objects } = cluster();
    const claim = {
      storageClassName: "no-such-class",
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "1Gi" } },
    };
    const baseline = { "pod-security.kubernetes.io/enforce": "baseline" };
    const things = [
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "present", namespace: namespace() },
        stringData: { key: "value" },
      },
      {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { name: "unbound", namespace: namespace() },
        spec: claim,
      },
      {
        apiVersion: "v1",
        kind: "ResourceQuota",
        metadata: { name: "pods", namespace: quota() },
        spec: { hard: { pods: "1" } },
      },
      runtimeClass,
    ];
    await Promise.all(things.map((thing) => objects.create(thing)));
    await objects.patch({ apiVersion: "v1", kind: "Namespace", metadata: { name: admission(), labels: baseline } });
    for (const reproduction of reproductions) results.set(reproduction, reproduce(namespace(), reproduction));
    results.set(quotaReproduction, reproduce(quota(), quotaReproduction));
    results.set(admissionReproduction, reproduce(admission(), admissionReproduction));
  });

  after(async () => {
    if (results.size > 0) await cluster().objects.delete(runtimeClass);
  });

  async function reproduce(where: string, reproduction: Reproduction) {
    const name = reproduction.what.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    const found = await release(cluster(), where, name, reproduction);
    return { found, reported: await lastKubeletReport(cluster(), where, name) };
  }

  for (const reproduction of [...reproductions, quotaReproduction, admissionReproduction]) {
    const { what, code, phase, says } = reproduction;
    it(`${what} → ${code}`, async () => {
      const { found, reported } = await results.get(reproduction)!;
      const delay =
        reported === 0 ? "" : `, ${((found.at - reported) / 1000).toFixed(1)} s after the kubelet's last report`;
      process.stdout.write(`      ${found.seconds.toFixed(1)} s${delay}: ${found.status.message}\n`);
      assert.deepEqual([found.status.phase, found.status.cause?.code], [phase, code], found.status.message);
      assert.ok(found.status.message.includes(says), found.status.message);
      assert.match(found.status.cause?.command ?? "", /^kubectl (describe|logs) /);
    });
  }

  it("is reproduced for every code", () => {
    // A Job's end is no rollout's: test/slow/release/jobs.test.ts.
    const reproduced = new Set<string>([...[...results.keys()].map(({ code }) => code), "JobFailed", "JobTimedOut"]);
    assert.deepEqual(
      causeCodes.filter((code) => !reproduced.has(code)),
      [],
    );
  });
});
