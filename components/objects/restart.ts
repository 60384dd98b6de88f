import type { batch, rbac } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";
import { security } from "../config/security.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";
import type { ServiceAccountManifest } from "./serviceAccount.ts";
import { containerSecurityContext, podSecurityContext } from "./securityContext.ts";

export type RoleManifest = Manifest<"rbac.authorization.k8s.io/v1", "Role", { rules: rbac.v1.PolicyRule[] }>;
export type RoleBindingManifest = Manifest<
  "rbac.authorization.k8s.io/v1",
  "RoleBinding",
  { roleRef: rbac.v1.RoleRef; subjects: rbac.v1.Subject[] }
>;
export type CronJobManifest = Manifest<"batch/v1", "CronJob", { spec: batch.v1.CronJobSpec }>;

export interface ScheduledRestart {
  account: ServiceAccountManifest;
  role: RoleManifest;
  binding: RoleBindingManifest;
  job: CronJobManifest;
}

/** Restarts the pods on a schedule, with an account that may patch this one Deployment and nothing else. */
export function scheduledRestart(service: Service): ScheduledRestart | undefined {
  const { restart, namespace } = service;
  if (restart === undefined) return undefined;
  const name = `${service.name}-restart`;
  const base = metadata(service, name);
  const api = "rbac.authorization.k8s.io";
  return {
    account: { apiVersion: "v1", kind: "ServiceAccount", metadata: base, automountServiceAccountToken: false },
    role: {
      apiVersion: `${api}/v1`,
      kind: "Role",
      metadata: base,
      rules: [
        { apiGroups: ["apps"], resources: ["deployments"], resourceNames: [service.name], verbs: ["get", "patch"] },
      ],
    },
    binding: {
      apiVersion: `${api}/v1`,
      kind: "RoleBinding",
      metadata: base,
      roleRef: { apiGroup: api, kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
    job: {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: base,
      spec: jobSpec(service, restart, name),
    },
  };
}

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
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: account,
            automountServiceAccountToken: true,
            restartPolicy: "Never",
            securityContext: podSecurityContext(restricted),
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
