import type { Template } from "../templates.ts";

export const template: Template = {
  description: "An HTTP API on 8080 with long requests: health at /healthz, readiness at /readyz, a minute to drain.",
  defaults: {
    replicas: 3,
    ports: { http: { container: 8080, service: 80, appProtocol: "http" } },
    probes: {
      startup: { http: { path: "/healthz" }, period: "2s", failures: 60 },
      readiness: { http: { path: "/readyz" }, period: "2s", failures: 2 },
      liveness: { http: { path: "/healthz" }, period: "10s", timeout: "5s", failures: 6 },
    },
    rollout: { maxSurge: "25%", maxUnavailable: 0, minReady: "5s", deadline: "5m" },
    drain: { sleep: "5s", time: "1m" },
    budget: { maxUnavailable: 1 },
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
  },
};
