import assert from "node:assert/strict";
import type { Ask } from "../../../cluster/request.ts";
import { draft } from "../../../release/adopt/draft.ts";
import type { LiveObject } from "../../../release/adopt/live.ts";
import { workloadsIn } from "../../../release/adopt/workloads.ts";
import { live, liveCronJob, liveDeployment } from "./builders.ts";

/** An API server that fills in nothing. */
const plainServer: Ask = (_path, request) => Promise.resolve({ ...request?.put });
const found = (...cronJobs: LiveObject[]) => workloadsIn(live({ CronJob: cronJobs }), []);
const drafted = (cronJob: LiveObject, template?: string) =>
  draft(plainServer, found(cronJob).workloads[0]!, {
    ...{ stack: "shop", home: "shop", namespace: "shop" },
    ...(template === undefined ? {} : { template }),
  });

describe("a CronJob as a service", () => {
  it("is a schedule by its own parameters, and by patches for what they do not say", async () => {
    const { basic, version, objects } = await drafted(liveCronJob());
    const { template, image, cronJob, patches, waivers } = basic;
    assert.deepEqual([template, image, version, objects], ["schedule", "localhost/web", "v1", ["CronJob/backup"]]);
    assert.deepEqual(cronJob, { schedule: "0 4 * * *", concurrency: "Allow", attempts: 7, history: { failed: 1 } });
    const { CronJob } = patches as { CronJob: { spec: Record<string, unknown> & { jobTemplate: { spec: object } } } };
    // Whose clocks it goes by, and how long a run may take, nobody has said: so it stays.
    assert.equal(CronJob.spec.timeZone, null);
    const { template: pods, ...job } = CronJob.spec.jobTemplate.spec as {
      template: { spec: { restartPolicy: string } };
    };
    assert.deepEqual(job, { activeDeadlineSeconds: null, backoffLimit: null });
    assert.equal(pods.spec.restartPolicy, "OnFailure");
    assert.deepEqual(Object.keys(waivers as object).includes("ZD026"), true);
  });

  it("says times, tries and time zone by parameters where it has them", async () => {
    const { jobTemplate } = liveCronJob().spec;
    const spec = {
      timeZone: "Asia/Tokyo",
      startingDeadlineSeconds: 300,
      concurrencyPolicy: "Forbid",
      suspend: true,
      jobTemplate: { ...jobTemplate, spec: { ...jobTemplate.spec, backoffLimit: 0, activeDeadlineSeconds: 1800 } },
    };
    const { basic } = await drafted(liveCronJob({ spec }), "website");
    assert.deepEqual(basic.cronJob, {
      ...{ schedule: "0 4 * * *", timeZone: "Asia/Tokyo", startingDeadline: "5m", deadline: "30m" },
      ...{ history: { failed: 1 }, suspend: true },
    });
  });

  it("keeps the labels that others find it by; of its runs those that are not ours", async () => {
    const labels = { app: "backup", "app.kubernetes.io/name": "chart", "app.kubernetes.io/managed-by": "Helm" };
    const { jobTemplate } = liveCronJob().spec;
    const template = { ...jobTemplate.spec.template, metadata: { labels } };
    const spec = { jobTemplate: { spec: { ...jobTemplate.spec, template } } };
    const { basic, changes } = await drafted(liveCronJob({ metadata: { labels }, spec }));
    assert.deepEqual([basic.labels, basic.podLabels], [{ app: "backup" }, { app: "backup" }]);
    const { CronJob } = basic.patches as { CronJob: { metadata: { labels: object } } };
    assert.deepEqual(CronJob.metadata.labels, { "app.kubernetes.io/name": "chart" });
    const [{ fields } = { fields: [] }] = changes;
    const names = fields.filter(({ path }) => path.endsWith('labels["app.kubernetes.io/name"]'));
    assert.deepEqual(names, [
      {
        path: 'spec.jobTemplate.spec.template.metadata.labels["app.kubernetes.io/name"]',
        before: "chart",
        after: "backup",
      },
    ]);
  });

  it("is refused with the reason", () => {
    const { jobTemplate } = liveCronJob().spec;
    const why = (...cronJobs: LiveObject[]) =>
      found(...cronJobs).refused.map((one) => `${one.kind} ${one.name}: ${one.why}`);
    assert.deepEqual(why(liveCronJob({ spec: { schedule: "@hourly" } })), [
      'CronJob backup: its schedule "@hourly" is not five cron fields: write it so, and a time zone as timeZone (kubectl patch)',
    ]);
    assert.deepEqual(
      why(liveCronJob({ spec: { jobTemplate: { spec: { ...jobTemplate.spec, manualSelector: true } } } })),
      ["CronJob backup: its Jobs find their pods by a selector of their own (manualSelector)"],
    );
    assert.deepEqual(why(liveCronJob({ container: { image: "localhost/web" } })), [
      "CronJob backup: its image localhost/web has no tag, so no version is known: kubectl set image",
    ]);
    const both = live({ Deployment: [liveDeployment()], CronJob: [liveCronJob({ metadata: { name: "web" } })] });
    assert.deepEqual(workloadsIn(both, []).refused, [
      { kind: "CronJob", name: "web", why: "Deployment web is the service of that name; a service is one of the two" },
    ]);
  });
});
