import assert from "node:assert/strict";
import type { V1Deployment, V1PodSpec } from "@kubernetes/client-node";
import { checkJob, jobName, jobSelector, type JobAsked } from "../../../canary/sources/jobManifest.ts";

const asked: JobAsked = {
  ...{ namespace: "shop", service: "web", check: "smoke", since: 1_000, command: ["/smoke", "fast"], deadline: 60 },
  urls: { canary: "http://web-canary.shop:80", stable: "http://web-stable.shop:80" },
};

const canary = {
  spec: {
    template: {
      metadata: { labels: { "app.kubernetes.io/name": "web", track: "canary" } },
      spec: {
        serviceAccountName: "web",
        terminationGracePeriodSeconds: 5,
        securityContext: { runAsNonRoot: true },
        affinity: {},
        initContainers: [{ name: "prepare", image: "prepare:v1" }],
        containers: [
          {
            name: "web",
            image: "team/web:v2",
            args: ["--serve"],
            env: [{ name: "GREETING", value: "hello" }],
            envFrom: [{ secretRef: { name: "web-secrets-1" } }],
            ports: [{ containerPort: 8080 }],
            readinessProbe: { httpGet: { path: "/", port: 8080 } },
            lifecycle: { preStop: { sleep: { seconds: 5 } } },
            volumeMounts: [
              { name: "files", mountPath: "/etc/web" },
              { name: "data", mountPath: "/data" },
            ],
          },
        ],
        volumes: [
          { name: "files", configMap: { name: "web-config-1" } },
          { name: "data", persistentVolumeClaim: { claimName: "web-data" } },
        ],
      },
    },
  },
} as object as V1Deployment;

describe("the Job of a canary's check", () => {
  const job = checkJob(canary, asked);
  const pod = job.spec?.template;
  const spec: Partial<V1PodSpec> = pod?.spec ?? {};
  const container = spec.containers?.[0];

  it("is the canary's pod with one container that ends: its image, configuration, account and limits", () => {
    assert.deepEqual(container, {
      name: "smoke",
      image: "team/web:v2",
      command: ["/smoke", "fast"],
      env: [
        { name: "GREETING", value: "hello" },
        { name: "RELEASE_CANARY_URL", value: "http://web-canary.shop:80" },
        { name: "RELEASE_STABLE_URL", value: "http://web-stable.shop:80" },
      ],
      envFrom: [{ secretRef: { name: "web-secrets-1" } }],
      volumeMounts: [{ name: "files", mountPath: "/etc/web" }],
    });
    assert.deepEqual(spec.volumes, [{ name: "files", configMap: { name: "web-config-1" } }]);
    assert.equal(spec.serviceAccountName, "web");
    assert.deepEqual(spec.securityContext, { runAsNonRoot: true });
    assert.equal(spec.initContainers, undefined);
    assert.equal(spec.restartPolicy, "Never");
  });

  it("has no label by which a Service would send it requests", () => {
    assert.deepEqual(pod?.metadata?.labels, {
      "app.kubernetes.io/name": "web.canary-smoke",
      "app.kubernetes.io/managed-by": "releases",
      "releases/canary-check": "smoke",
      "releases/service": "web",
    });
    assert.equal(jobSelector(asked), "releases/canary-check=smoke,releases/service=web");
  });

  it("has labels that Kubernetes takes, whatever the length of its names", () => {
    const long = checkJob(canary, { ...asked, service: "s".repeat(44), check: `${"c".repeat(10)}-${"d".repeat(19)}` });
    assert.equal(long.metadata?.labels?.["app.kubernetes.io/name"], `${"s".repeat(44)}.canary-${"c".repeat(10)}`);
  });

  it("ends by its deadline, and goes by itself where nobody is left to take it away", () => {
    const { backoffLimit, activeDeadlineSeconds, ttlSecondsAfterFinished } = job.spec ?? {};
    assert.deepEqual([backoffLimit, activeDeadlineSeconds, ttlSecondsAfterFinished], [0, 60, 600]);
  });

  it("has an image of its own where one is named, and no address of a track that has none", () => {
    const other = checkJob(canary, { ...asked, image: "team/smoke:v7", urls: {} }).spec?.template.spec?.containers[0];
    assert.equal(other?.image, "team/smoke:v7");
    assert.deepEqual(other.env, [{ name: "GREETING", value: "hello" }]);
  });

  it("is called the same in the same step, whoever asks, otherwise in the next, and never too long", () => {
    assert.equal(jobName(asked), jobName({ ...asked }));
    assert.match(jobName(asked), /^web-canary-smoke-[0-9a-f]{8}$/);
    assert.notEqual(jobName(asked), jobName({ ...asked, since: 2_000 }));
    const long = jobName({ service: "s".repeat(44), check: "c".repeat(30), since: 1 });
    assert.equal(long.length, 63);
    assert.notEqual(long, jobName({ service: "s".repeat(44), check: `${"c".repeat(29)}d`, since: 1 }));
  });
});
