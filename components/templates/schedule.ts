import type { Template } from "../templates.ts";

export const template: Template = {
  description:
    "Runs to its end on a schedule (`cronJob.schedule`), as a CronJob: no pods that go on, no Service, no rollout; its release is a new version for the runs that begin from then on.",
  defaults: {
    cronJob: { concurrency: "Forbid", attempts: 1, deadline: "1h" },
    drain: { sleep: "0s", time: "20s" },
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
  },
};
