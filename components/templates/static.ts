import type { Template } from "../templates.ts";

export const template: Template = {
  description: "Files served by a web server on 8080, such as nginx: starts at once, needs little, writes only caches.",
  defaults: {
    replicas: 2,
    ports: { http: { container: 8080, service: 80, appProtocol: "http" } },
    probes: {
      readiness: { http: { path: "/" }, period: "2s", failures: 2 },
    },
    rollout: {
      maxSurge: "50%",
      maxUnavailable: 0,
      minReady: "1s",
      deadline: "1m",
      patience: { node: "2m", provision: "2m" },
    },
    drain: { sleep: "4s", time: "5s" },
    budget: { maxUnavailable: 1 },
    resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "64Mi" } },
    volumes: { tmp: { kind: "scratch", mount: "/tmp", size: "64Mi" } },
  },
};
