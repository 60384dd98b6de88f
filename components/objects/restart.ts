import type { batch } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";
import { security } from "../config/security.ts";
import { accountRights, type RoleBindingManifest, type RoleManifest } from "./accountRights.ts";
import type { CronJobManifest } from "./cronJob.ts";
import { metadata } from "./metadata.ts";
import type { ServiceAccountManifest } from "./serviceAccount.ts";
import { containerSecurityContext, podSecurityContext } from "./securityContext.ts";

export interface ScheduledRestart {
  account: ServiceAccountManifest;
  role: RoleManifest;
  binding: RoleBindingManifest;
  job: CronJobManifest;
}

/** A Job by this name says that the service is frozen: it runs nothing, and Kubernetes removes it when that is over. */
export function frozenJob({ name }: Pick<Service, "name">): string {
  return `${name}-frozen`;
}

/** Restarts the pods on a schedule, with an account that may patch this one Deployment and nothing else. */
export function scheduledRestart(service: Service): ScheduledRestart | undefined {
  const { restart } = service;
  if (restart === undefined) return undefined;
  const name = `${service.name}-restart`;
  const base = metadata(service, name);
  return {
    account: { apiVersion: "v1", kind: "ServiceAccount", metadata: base, automountServiceAccountToken: false },
    ...accountRights(service, name, [
      { apiGroups: ["apps"], resources: ["deployments"], resourceNames: [service.name], verbs: ["get", "patch"] },
      {
        apiGroups: ["batch"],
        resources: ["jobs"],
        resourceNames: [frozenJob(service)],
        verbs: ["get", "list", "watch"],
      },
    ]),
    job: {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: base,
      spec: jobSpec(service, restart, name),
    },
  };
}

/** The container that fails as long as the service is frozen. */
const notFrozen = "not-frozen";

/** What the job asks for: kubectl sends one request and ends. */
export const restartResources = { requests: { cpu: "10m", memory: "32Mi" }, limits: { cpu: "500m", memory: "64Mi" } };

function jobSpec(service: Service, restart: NonNullable<Service["restart"]>, account: string): batch.v1.CronJobSpec {
  const restricted = security.parse({ user: 65532 });
  const labels = { "app.kubernetes.io/name": account, "app.kubernetes.io/managed-by": "pulumi" };
  return {
    schedule: restart.schedule,
    timeZone: restart.timeZone,
    concurrencyPolicy: "Forbid",
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 3,
    jobTemplate: {
      spec: {
        backoffLimit: 2,
        activeDeadlineSeconds: 300,
        // One that is frozen is skipped, not tried again a moment later.
        podFailurePolicy: {
          rules: [{ action: "FailJob", onExitCodes: { containerName: notFrozen, operator: "NotIn", values: [0] } }],
        },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: account,
            automountServiceAccountToken: true,
            restartPolicy: "Never",
            securityContext: podSecurityContext(restricted),
            initContainers: [
              {
                name: notFrozen,
                image: restart.image,
                command: [
                  "kubectl",
                  "wait",
                  "--for=delete",
                  `job/${frozenJob(service)}`,
                  "--timeout=1s",
                  `--namespace=${service.namespace}`,
                ],
                resources: restartResources,
                securityContext: containerSecurityContext(restricted),
              },
            ],
            containers: [
              {
                name: "restart",
                image: restart.image,
                command: [
                  "kubectl",
                  "rollout",
                  "restart",
                  `deployment/${service.name}`,
                  `--namespace=${service.namespace}`,
                  // Pulumi's provider takes over what a manager named kubectl… has set, and would undo the stamp.
                  "--field-manager=scheduled-restart",
                ],
                resources: restartResources,
                securityContext: containerSecurityContext(restricted),
              },
            ],
          },
        },
      },
    },
  };
}
