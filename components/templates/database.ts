import type { Template } from "../templates.ts";

export const template: Template = {
  description:
    "A database that is its data's only writer: the old pod is gone before the new one starts, so a release is an outage that the service must waive (ZD001).",
  defaults: {
    replicas: 1,
    ports: { sql: { container: 3306 } },
    probes: {
      startup: { tcp: { port: "sql" }, period: "2s", failures: 90 },
      readiness: { tcp: { port: "sql" }, period: "2s", failures: 3 },
      liveness: { tcp: { port: "sql" }, period: "20s", timeout: "10s", failures: 6 },
    },
    rollout: { strategy: "Recreate", minReady: "2s", deadline: "5m" },
    drain: { sleep: "0s", time: "1m" },
    budget: { maxUnavailable: 1 },
    resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "1Gi" } },
    volumes: {
      data: { mount: "/var/lib/mysql", size: "10Gi", singleWriter: true },
      tmp: { kind: "scratch", mount: "/tmp", size: "256Mi" },
    },
  },
};
