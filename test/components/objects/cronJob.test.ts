import assert from "node:assert/strict";
import type { Service } from "../../../components/config/stackConfig.ts";
import { cronJob, objectsOf, references } from "../../../components/objects.ts";
import { checkRules } from "../../../components/rules.ts";
import { errorsOf, stackOf } from "../support.ts";

function schedule(basic: object = {}, cron: object = {}): Service {
  const given = { template: "schedule", image: "localhost/backup", cronJob: { schedule: "0 4 * * *", ...cron } };
  return stackOf({ backup: { ...given, ...basic } }).services[0]!;
}

interface Pod {
  metadata: { labels: Record<string, string>; annotations?: object };
  spec: { containers: Record<string, unknown>[] } & Record<string, unknown>;
}

function podOf(service: Service): Pod {
  const names = { config: "backup-config-0", secrets: "backup-secrets-0" };
  const job = cronJob(service, names)?.spec.jobTemplate as unknown as { spec: { template: Pod } };
  return job.spec.template;
}

describe("a schedule's object", () => {
  it("is a CronJob in place of all that serves", () => {
    const kinds = objectsOf(schedule(), {}).map(({ kind }) => kind);
    assert.deepEqual(kinds, ["ServiceAccount", "CronJob"]);
  });

  it("says when, what of a run that goes on, how late, how long, how often, and what is kept", () => {
    const cron = {
      timeZone: "Asia/Tokyo",
      concurrency: "Replace",
      startingDeadline: "10m",
      attempts: 3,
      deadline: "5m",
    };
    const { jobTemplate, ...spec } = cronJob(
      schedule({}, { ...cron, history: { failed: 0 }, suspend: true }),
      {},
    )!.spec;
    assert.deepEqual(spec, {
      ...{ schedule: "0 4 * * *", timeZone: "Asia/Tokyo", concurrencyPolicy: "Replace", startingDeadlineSeconds: 600 },
      ...{ successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 0, suspend: true },
    });
    const job = (jobTemplate as unknown as { spec: Record<string, unknown> }).spec;
    assert.deepEqual([job.backoffLimit, job.activeDeadlineSeconds], [2, 300]);
  });

  it("makes pods of the service: its image, variables, files, volumes and account, that end once", () => {
    const service = schedule({
      env: { MODE: "full" },
      secrets: { TOKEN: "token" },
      files: { "/etc/backup.conf": "x" },
      volumes: { data: { mount: "/data", size: "1Gi", accessMode: "ReadWriteOnce" } },
      sidecars: { proxy: { image: "localhost/proxy:v1" } },
    });
    const { containers, ...spec } = podOf(service).spec;
    const [main] = containers;
    assert.deepEqual([main?.name, main?.image], ["backup", "localhost/backup:v1"]);
    assert.deepEqual(main?.env, [
      { name: "MODE", value: "full" },
      { name: "TOKEN", valueFrom: { secretKeyRef: { name: "backup-secrets-0", key: "TOKEN" } } },
    ]);
    assert.deepEqual(
      (spec.volumes as { name: string }[]).map(({ name }) => name),
      ["data", "config-files"],
    );
    assert.equal(spec.restartPolicy, "Never");
    assert.ok(!("topologySpreadConstraints" in spec) && !("lifecycle" in main));
    assert.equal((spec.initContainers as unknown[]).length, 1);
  });

  it("is what patches of a CronJob are laid over, but for what is the release's own", () => {
    const patch = (container: object) => ({
      CronJob: {
        spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: "backup", ...container }] } } } } },
      },
    });
    const hosted = schedule({
      patches: { CronJob: { spec: { jobTemplate: { spec: { template: { spec: { hostPID: true } } } } } } },
    });
    assert.deepEqual(
      checkRules(stackOf({ backup: { ...hosted.layers.basic } })).map(({ code, path }) => `${code} ${path}`),
      ["SC005 releases:services.backup.patches.CronJob"],
    );
    const services = { backup: { ...hosted.layers.basic, patches: patch({ image: "localhost/other:v1" }) } };
    assert.deepEqual(errorsOf({ services, current: { backup: { version: "v1" } } }), [
      "releases:services.backup.patches.CronJob.spec.jobTemplate.spec.template.spec.containers[0].image: the image is the parameter `image`, its version that of the release",
    ]);
  });

  it("refers to what others keep", () => {
    assert.deepEqual(references(schedule({ envFrom: [{ secret: "db" }] })), [{ kind: "Secret", name: "db", keys: [] }]);
  });
});

describe("the rules of a schedule", () => {
  const codes = (basic: object, cron: object = {}) =>
    checkRules(stackOf({ backup: { ...schedule(basic, cron).layers.basic } })).map(({ code }) => code);

  it("let one run at a time write to a volume of one writer", () => {
    const volumes = { data: { mount: "/data", size: "1Gi", accessMode: "ReadWriteOnce", singleWriter: true } };
    assert.deepEqual(codes({ volumes }), []);
    assert.deepEqual(codes({ volumes }, { concurrency: "Replace" }), ["ZD018"]);
  });

  it("count as many pods as may run at once", () => {
    const volumes = { data: { mount: "/data", size: "1Gi", accessMode: "ReadWriteOncePod" } };
    const often = { schedule: "0 * * * *", concurrency: "Allow" };
    assert.deepEqual(codes({ volumes }, { ...often, deadline: "30m" }), []);
    assert.deepEqual(codes({ volumes }, { ...often, deadline: "90m" }), ["ZD009", "ZD026"]);
  });
});
