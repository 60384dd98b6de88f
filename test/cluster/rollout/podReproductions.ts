import { readinessProbe } from "./deployments.ts";
import type { Reproduction } from "./reproductions.ts";

/** What happens to pods and whole rollouts, on a real cluster. */
export const podReproductions: Reproduction[] = [
  {
    what: "no node fits",
    pod: { nodeSelector: { "no-such": "label" } },
    limits: { schedule: 3 },
    code: "Unschedulable",
    phase: "failed",
    says: "node(s) didn't match Pod's node affinity/selector",
  },
  {
    what: "volume not binding",
    pod: { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "unbound" } }] },
    limits: { volume: 3 },
    code: "VolumeNotBound",
    phase: "failed",
    says: "PersistentVolumeClaim unbound (Pending, 1Gi of class no-such-class)",
  },
  {
    what: "claim missing",
    pod: { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "no-such-claim" } }] },
    limits: { volume: 3 },
    code: "VolumeNotBound",
    phase: "failed",
    says: "PersistentVolumeClaim no-such-claim (missing)",
  },
  {
    what: "volume not mounting",
    pod: { volumes: [{ name: "data", hostPath: { path: "/no/such/directory", type: "Directory" } }] },
    container: { volumeMounts: [{ name: "data", mountPath: "/data" }] },
    limits: { volume: 3 },
    code: "VolumeNotMounted",
    phase: "failed",
    says: "hostPath type check failed",
  },
  {
    what: "no runtime for the pod",
    pod: { runtimeClassName: "release-test-no-such-handler" },
    limits: { sandbox: 3 },
    code: "SandboxFailed",
    phase: "failed",
    says: "Failed to create pod sandbox",
  },
  {
    what: "never ready",
    image: "localhost/web:never-ready",
    container: { readinessProbe },
    deadlineSeconds: 20,
    code: "NeverReady",
    phase: "timedOut",
    says: "its readiness probe fails: HTTP probe failed with statuscode: 503",
  },
  {
    what: "startup probe not through in time",
    image: "localhost/web:never-ready",
    container: { startupProbe: { ...readinessProbe, failureThreshold: 60 } },
    deadlineSeconds: 20,
    code: "StartupProbeFailed",
    phase: "timedOut",
    says: "has not started by its startup probe",
  },
  {
    what: "progress deadline",
    container: { lifecycle: { postStart: { sleep: { seconds: 20 } } } },
    pod: { terminationGracePeriodSeconds: 30 },
    spec: { progressDeadlineSeconds: 4 },
    code: "ProgressDeadlineExceeded",
    phase: "timedOut",
    says: "no progress within progressDeadlineSeconds (4 s): 0 of 1 new pods available, 0 old to go",
  },
  {
    what: "own deadline",
    spec: { minReadySeconds: 60 },
    deadlineSeconds: 8,
    code: "DeadlineExceeded",
    phase: "timedOut",
    says: "not done within the deadline of 8 s: 0 of 1 new pods available, 0 old to go",
  },
];

/** These refuse every pod of their namespace, so they have one each. */
export const quotaReproduction: Reproduction = {
  what: "quota exceeded",
  replicas: 2,
  code: "QuotaExceeded",
  phase: "failed",
  says: "quota pods, requested: pods=1, used: pods=1, limited: pods=1",
};
export const admissionReproduction: Reproduction = {
  what: "Pod Security refuses",
  pod: { hostNetwork: true },
  code: "AdmissionRefused",
  phase: "failed",
  says: 'violates PodSecurity "baseline:latest": host namespaces',
};
