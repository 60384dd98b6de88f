import type { Live, LiveMetadata, LiveObject } from "../../../release/adopt/live.ts";
import type { LiveContainer, LiveCronJob, LiveDeployment, LiveService } from "../../../release/adopt/shapes.ts";

/** A namespace with these objects alone. */
export function live(objects: Partial<Live>): Live {
  const none: LiveObject[] = [];
  return {
    ...{ Deployment: none, StatefulSet: none, DaemonSet: none, CronJob: none, Service: none, ServiceAccount: none },
    ...{ HorizontalPodAutoscaler: none, PodDisruptionBudget: none, Ingress: none, HTTPRoute: none, GRPCRoute: none },
    ...objects,
  };
}

/** What `kubectl create deployment web --image=localhost/web:v1 --replicas=2 --port=8080` comes to. */
export function liveDeployment(
  parts: {
    metadata?: Partial<LiveMetadata>;
    spec?: Partial<LiveDeployment["spec"]>;
    container?: Partial<LiveContainer>;
    status?: LiveDeployment["status"];
  } = {},
): LiveDeployment {
  const labels = { app: "web" };
  const container = {
    ...{ name: "web", image: "localhost/web:v1", imagePullPolicy: "IfNotPresent" },
    ports: [{ containerPort: 8080, protocol: "TCP" }],
    ...parts.container,
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", generation: 1, labels, ...parts.metadata },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
      template: { metadata: { labels }, spec: { containers: [container], terminationGracePeriodSeconds: 30 } },
      ...parts.spec,
    },
    status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2, ...parts.status },
  };
}

/** What `kubectl create cronjob backup --image=localhost/web:v1 --schedule="0 4 * * *"` comes to. */
export function liveCronJob(
  parts: {
    metadata?: Partial<LiveMetadata>;
    spec?: Partial<LiveCronJob["spec"]>;
    container?: Partial<LiveContainer>;
  } = {},
): LiveCronJob {
  const container = {
    ...{ name: "backup", image: "localhost/web:v1", imagePullPolicy: "IfNotPresent", resources: {} },
    ...parts.container,
  };
  const pod = { containers: [container], restartPolicy: "OnFailure", terminationGracePeriodSeconds: 30 };
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "backup", generation: 1, ...parts.metadata },
    spec: {
      schedule: "0 4 * * *",
      ...{ concurrencyPolicy: "Allow", suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 },
      jobTemplate: { spec: { template: { spec: pod } } },
      ...parts.spec,
    },
  };
}

export function liveService(name = "web"): LiveService {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, labels: { app: "web" } },
    spec: { type: "ClusterIP", selector: { app: "web" }, ports: [{ port: 80, protocol: "TCP", targetPort: 8080 }] },
  };
}
