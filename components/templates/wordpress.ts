import type { Template } from "../templates.ts";

export const template: Template = {
  description:
    "WordPress with one replica and a volume for wp-content; a new pod serves before the old one goes, on the same node.",
  defaults: {
    replicas: 1,
    ports: { http: { container: 8080, service: 80, appProtocol: "http" } },
    probes: {
      startup: { http: { path: "/wp-login.php" }, period: "2s", timeout: "5s", failures: 60 },
      readiness: { http: { path: "/wp-login.php" }, period: "3s", timeout: "5s", failures: 2 },
      liveness: { tcp: {}, period: "10s", failures: 6 },
    },
    rollout: { maxSurge: 1, maxUnavailable: 0, minReady: "5s", deadline: "5m" },
    drain: { sleep: "5s", time: "30s" },
    budget: { maxUnavailable: 1 },
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "512Mi" } },
    volumes: {
      content: { mount: "/var/www/html/wp-content", size: "5Gi", accessMode: "ReadWriteOnce" },
      tmp: { kind: "scratch", mount: "/tmp", size: "256Mi" },
    },
  },
};
