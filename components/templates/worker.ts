import type { Template } from "../templates.ts";

export const template: Template = {
  description:
    "Takes work from a queue and serves no port: a pod counts as available once it has run for a while, and finishes the work in hand before it goes.",
  defaults: {
    replicas: 2,
    rollout: { maxSurge: 1, maxUnavailable: 0, minReady: "10s", deadline: "5m" },
    drain: { sleep: "0s", time: "2m", work: "1m" },
    budget: { maxUnavailable: 1 },
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
  },
};
