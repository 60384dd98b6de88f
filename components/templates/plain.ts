import type { Template } from "../templates.ts";

export const template: Template = {
  description:
    "What a manifest that says little comes to by Kubernetes' own defaults: for services that were adopted (release adopt). It drains nothing and probes nothing.",
  defaults: {
    replicas: 1,
    rollout: { maxSurge: "25%", maxUnavailable: "25%", minReady: "0s", deadline: "10m", history: 10 },
    drain: { sleep: "0s", time: "25s", margin: "5s" },
    placement: { spreadNodes: "off", spreadZones: "off" },
    security: { nonRoot: false, readOnlyRoot: false, escalation: true, apiAccess: true, serviceAccount: "default" },
  },
};
