import type { Template } from "../templates.ts";

export const template: Template = {
  description: "A web server that answers HTTP on 8080 and tells its health at /healthz.",
  defaults: {
    replicas: 2,
    ports: { http: { container: 8080, service: 80, appProtocol: "http" } },
    probes: {
      startup: { http: { path: "/healthz" }, period: "1s", failures: 60 },
      readiness: { http: { path: "/healthz" }, period: "1s", failures: 2 },
      liveness: { http: { path: "/healthz" }, period: "10s", timeout: "5s", failures: 3 },
    },
    rollout: {
      maxSurge: 1,
      maxUnavailable: 0,
      minReady: "2s",
      deadline: "2m",
      patience: { node: "2m", provision: "2m" },
    },
    drain: { sleep: "4s", time: "15s" },
    budget: { maxUnavailable: 1 },
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
  },
};
