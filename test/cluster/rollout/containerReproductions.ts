import { readinessProbe } from "./deployments.ts";
import type { Reproduction } from "./reproductions.ts";

export const unreachableRegistry = "127.0.0.1:1";
const missing = { name: "SETTING", valueFrom: { configMapKeyRef: { name: "no-such-config", key: "a" } } };
const missingKey = { name: "SETTING", valueFrom: { secretKeyRef: { name: "present", key: "no-such-key" } } };
const quickLiveness = { httpGet: { path: "/livez", port: 8080 }, periodSeconds: 1, failureThreshold: 2 };

/** What happens in containers, on a real cluster. Graces are cut short where waiting is not what is tested. */
export const containerReproductions: Reproduction[] = [
  {
    what: "crash loop",
    image: "localhost/web:crash",
    container: { readinessProbe },
    code: "CrashLoop",
    phase: "failed",
    says: "exits with code 3 right after its start",
  },
  {
    what: "panic",
    image: "localhost/web:panic",
    container: { readinessProbe },
    code: "CrashLoop",
    phase: "failed",
    says: "exits with code 2 right after its start",
  },
  {
    what: "crash after a while",
    container: { env: [{ name: "WEB_CRASH_AFTER", value: "11s" }] },
    spec: { minReadySeconds: 60 },
    code: "ExitCode",
    phase: "failed",
    says: "exits with code 3, 1",
  },
  {
    what: "exit code 0",
    image: "localhost/web:exit-0",
    container: { readinessProbe },
    code: "ExitCode",
    phase: "failed",
    says: "ends with code 0 right after its start",
  },
  {
    what: "no such program",
    container: { command: ["/no-such-program"] },
    code: "CannotStart",
    phase: "failed",
    says: "no such file or directory",
  },
  {
    what: "out of memory",
    image: "localhost/web:leak",
    container: { resources: { limits: { memory: "24Mi" } } },
    spec: { minReadySeconds: 60 },
    code: "OutOfMemory",
    phase: "failed",
    says: "needs more memory than its limit of 24Mi",
  },
  {
    what: "image not found",
    image: "localhost/web:no-such-tag",
    code: "ImageNotFound",
    phase: "failed",
    says: "was not found",
  },
  {
    what: "image never pulled",
    image: "localhost/web:no-such-tag-2",
    container: { imagePullPolicy: "Never" },
    code: "ImageNotFound",
    phase: "failed",
    says: "is not on the node",
  },
  {
    what: "image denied",
    image: "localhost/private/web:v1",
    code: "ImageDenied",
    phase: "failed",
    says: "may not be pulled",
  },
  {
    what: "image name invalid",
    image: "localhost/WEB:v1",
    code: "ImageNameInvalid",
    phase: "failed",
    says: "is no valid image name",
  },
  {
    what: "registry down",
    image: `${unreachableRegistry}/web:v1`,
    limits: { pull: 3 },
    code: "ImagePullFailed",
    phase: "failed",
    says: "connection refused",
  },
  {
    what: "ConfigMap missing",
    container: { env: [missing] },
    code: "ConfigMissing",
    phase: "failed",
    says: 'configmap "no-such-config" not found',
  },
  {
    what: "key of a Secret missing",
    container: { env: [missingKey] },
    code: "ConfigMissing",
    phase: "failed",
    says: "couldn't find key no-such-key in Secret",
  },
  {
    what: "ConfigMap of a volume missing",
    pod: { volumes: [{ name: "files", configMap: { name: "no-such-files" } }] },
    container: { volumeMounts: [{ name: "files", mountPath: "/files" }] },
    code: "ConfigMissing",
    phase: "failed",
    says: 'configmap "no-such-files" not found',
  },
  {
    what: "root where root is forbidden",
    container: { securityContext: { runAsNonRoot: true, runAsUser: 0 } },
    code: "ContainerConfigInvalid",
    phase: "failed",
    says: "breaks non-root policy",
  },
  {
    what: "init container failing",
    pod: { initContainers: [{ name: "prepare", image: "localhost/web:crash" }] },
    code: "InitContainerFailed",
    phase: "failed",
    says: "init container prepare of pod",
  },
  {
    what: "liveness killing a slow starter",
    image: "localhost/web:slow-start-10s",
    container: { livenessProbe: quickLiveness },
    spec: { minReadySeconds: 60 },
    code: "LivenessKilled",
    phase: "failed",
    says: "times by its liveness probe, which allows 2 failures 1 s apart from 0 s after the start",
  },
  {
    what: "startup probe too strict",
    image: "localhost/web:slow-start-10s",
    container: { startupProbe: quickLiveness },
    code: "StartupProbeFailed",
    phase: "failed",
    says: "times by its startup probe, which allows",
  },
];
