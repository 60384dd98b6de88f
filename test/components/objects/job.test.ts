import assert from "node:assert/strict";
import { jobsHash, networkPolicy, secretEntries, serviceJobs } from "../../../components/objects.ts";
import type { Service } from "../../../components/config/stackConfig.ts";
import { stackOf, website } from "../support.ts";

const migrate = { name: "migrate", command: ["/migrate"], compatible: true };
const names = { config: "web-config-0", secrets: "web-secrets-0" };
const manifests = (service: Service) =>
  serviceJobs(service, names).map(({ name, manifest }) => manifest("0123abcd", (id) => `${name}-${id as string}`));

interface Pod {
  metadata: { labels: Record<string, string>; annotations?: object };
  spec: { containers: Record<string, unknown>[]; volumes: { name: string }[] } & Record<string, unknown>;
}

function podOf(job: ReturnType<typeof manifests>[number] | undefined): Pod {
  return job?.spec.template as unknown as Pod;
}

describe("a job's object", () => {
  const service = website({
    env: { MODE: "live" },
    secrets: { TOKEN: "token" },
    files: { "/etc/web.conf": "x" },
    podAnnotations: { "sidecar.example/inject": "true" },
    sidecars: { proxy: { image: "localhost/proxy:v1" } },
    volumes: { data: { mount: "/data", size: "1Gi" }, tmp: { kind: "scratch", mount: "/tmp" } },
    jobs: { before: [{ ...migrate, env: { MODE: "migrate" }, attempts: 3, deadline: "5m" }] },
  });
  const [job] = manifests(service);
  const pod = podOf(job);

  it("is named by its run, and gives up when it is told to", () => {
    assert.equal(job?.metadata.name, "web-migrate-0123abcd");
    const { backoffLimit, activeDeadlineSeconds } = job.spec;
    assert.deepEqual([backoffLimit, activeDeadlineSeconds], [2, 300]);
    assert.equal(job.metadata.annotations?.["pulumi.com/timeoutSeconds"], "330");
    assert.equal(job.metadata.annotations["releases/older-versions"], "yes");
  });

  it("is the service's pod with one container that ends: its image, variables, secrets and account", () => {
    const { containers, volumes, ...spec } = pod.spec;
    assert.equal(containers.length, 1);
    const [container] = containers;
    assert.deepEqual([container?.name, container?.image], ["migrate", "localhost/web:v1"]);
    assert.deepEqual(container?.command, ["/migrate"]);
    assert.deepEqual(container.env, [
      { name: "MODE", value: "migrate" },
      { name: "TOKEN", valueFrom: { secretKeyRef: { name: "web-secrets-0", key: "TOKEN" } } },
    ]);
    assert.equal(spec.serviceAccountName, "web");
    assert.equal(spec.restartPolicy, "Never");
    for (const absent of ["ports", "readinessProbe", "startupProbe", "livenessProbe", "lifecycle"]) {
      assert.ok(!(absent in container), absent);
    }
    assert.ok(!("initContainers" in spec) && !("topologySpreadConstraints" in spec));
    // What lasts may be on another node.
    assert.deepEqual(
      volumes.map(({ name }) => name),
      ["tmp", "config-files"],
    );
  });

  it("is sent no requests: no selector of the service knows its pods", () => {
    assert.equal(pod.metadata.labels["app.kubernetes.io/name"], "web.migrate");
    assert.ok(!("track" in pod.metadata.labels));
    assert.ok(!("sidecar.example/inject" in (pod.metadata.annotations ?? {})));
  });

  it("takes secrets of its own in place of the service's", () => {
    const own = website({
      secrets: { TOKEN: "token" },
      jobs: { before: [{ ...migrate, secrets: { ADMIN: "admin" } }] },
    });
    const [container] = podOf(manifests(own)[0]).spec.containers;
    assert.deepEqual(container?.env, [
      { name: "ADMIN", valueFrom: { secretKeyRef: { name: "web-secrets-0", key: "job.migrate.ADMIN" } } },
    ]);
    assert.deepEqual(secretEntries(own), [
      { entry: "TOKEN", key: "token" },
      { entry: "job.migrate.ADMIN", key: "admin" },
    ]);
  });

  it("has an image and an account of its own where it says so", () => {
    const own = website({ jobs: { after: [{ ...migrate, image: "localhost/check:v7", account: "checker" }] } });
    const { spec } = podOf(manifests(own)[0]);
    assert.deepEqual([spec.containers[0]?.image, spec.serviceAccountName], ["localhost/check:v7", "checker"]);
  });

  it("is another one with another version, command or variable, and not with a restart or more replicas", () => {
    const jobs = { before: [migrate] };
    const hash = jobsHash(website({ jobs }));
    assert.equal(
      jobsHash(website({ jobs, replicas: 5 }, { version: "v1", restartedAt: "2026-11-22T04:00:00Z" })),
      hash,
    );
    for (const other of [
      website({ jobs }, { version: "v2" }),
      website({ jobs, env: { MODE: "live" } }),
      website({ jobs: { before: [{ ...migrate, command: ["/other"] }] } }),
    ]) {
      assert.notEqual(jobsHash(other), hash);
    }
  });

  it("is not made of a version whose jobs are skipped", () => {
    const jobs = { before: [migrate] };
    assert.deepEqual(manifests(website({ jobs }, { version: "v1", jobsSkipped: "v1" })), []);
    assert.equal(manifests(website({ jobs }, { version: "v2", jobsSkipped: "v1" })).length, 1);
  });

  it("is let in where its service is", () => {
    const services = {
      web: { template: "website", image: "localhost/web", jobs: { before: [migrate] } },
      stock: { template: "website", image: "localhost/stock", network: { from: ["web"] } },
    };
    const policy = networkPolicy(stackOf(services).services.find(({ name }) => name === "stock")!);
    const selected = JSON.stringify(policy?.spec.ingress);
    assert.match(selected, /"operator":"In","values":\["web","web\.migrate"\]/);
  });
});
