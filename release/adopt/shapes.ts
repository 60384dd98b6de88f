import type { LiveObject } from "./live.ts";

/** A Deployment as far as parameters say it; patches say the rest. Kubernetes has filled in its defaults. */
export interface LiveDeployment extends LiveObject {
  spec: {
    replicas: number;
    paused?: boolean;
    selector: { matchLabels?: Record<string, string>; matchExpressions?: unknown[] };
    strategy: { type?: string; rollingUpdate?: { maxSurge?: number | string; maxUnavailable?: number | string } };
    minReadySeconds?: number;
    progressDeadlineSeconds?: number;
    revisionHistoryLimit?: number;
    template: LivePodTemplate;
  };
  status?: {
    observedGeneration?: number;
    replicas?: number;
    updatedReplicas?: number;
    availableReplicas?: number;
  };
}

export interface LiveCronJob extends LiveObject {
  spec: {
    schedule: string;
    timeZone?: string;
    concurrencyPolicy?: string;
    startingDeadlineSeconds?: number;
    successfulJobsHistoryLimit?: number;
    failedJobsHistoryLimit?: number;
    suspend?: boolean;
    jobTemplate: {
      spec: {
        backoffLimit?: number;
        activeDeadlineSeconds?: number;
        manualSelector?: boolean;
        template: LivePodTemplate;
      };
    };
  };
}

export interface LivePodTemplate {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: LivePod;
}

export interface LivePod {
  containers: LiveContainer[];
  initContainers?: LiveContainer[];
  volumes?: LiveVolume[];
  serviceAccountName?: string;
  imagePullSecrets?: { name?: string }[];
  terminationGracePeriodSeconds?: number;
  nodeSelector?: Record<string, string>;
  priorityClassName?: string;
  securityContext?: { runAsUser?: number; runAsGroup?: number; fsGroup?: number; runAsNonRoot?: boolean };
}

export interface LiveContainer {
  name: string;
  image: string;
  imagePullPolicy?: string;
  command?: string[];
  args?: string[];
  env?: LiveVariable[];
  envFrom?: { prefix?: string; secretRef?: LiveRef; configMapRef?: LiveRef }[];
  ports?: LivePort[];
  resources?: { requests?: Record<string, string | number>; limits?: Record<string, string | number> };
  volumeMounts?: { name: string; mountPath: string; subPath?: string; readOnly?: boolean }[];
  lifecycle?: { preStop?: { sleep?: { seconds: number } } };
  startupProbe?: LiveProbe;
  readinessProbe?: LiveProbe;
  livenessProbe?: LiveProbe;
}

export interface LiveRef {
  name?: string;
  optional?: boolean;
}

export interface LiveVariable {
  name: string;
  value?: string;
  valueFrom?: {
    secretKeyRef?: LiveRef & { key: string };
    configMapKeyRef?: LiveRef & { key: string };
    fieldRef?: { fieldPath: string };
  };
}

export interface LivePort {
  name?: string;
  containerPort: number;
  protocol?: string;
}

export interface LiveProbe {
  httpGet?: { path?: string; port: number | string; scheme?: string; httpHeaders?: { name: string; value: string }[] };
  tcpSocket?: { port: number | string };
  grpc?: { port: number; service?: string };
  exec?: { command?: string[] };
  initialDelaySeconds?: number;
  periodSeconds?: number;
  timeoutSeconds?: number;
  failureThreshold?: number;
}

export interface LiveVolume {
  name: string;
  persistentVolumeClaim?: { claimName: string; readOnly?: boolean };
  emptyDir?: { medium?: string; sizeLimit?: string };
  secret?: LiveEntries & { secretName?: string };
  configMap?: LiveEntries & { name?: string };
}

export interface LiveEntries {
  optional?: boolean;
  defaultMode?: number;
  items?: { key: string; path: string; mode?: number }[];
}

export interface LiveService extends LiveObject {
  spec: {
    type?: string;
    clusterIP?: string;
    selector?: Record<string, string>;
    ports?: {
      name?: string;
      port: number;
      targetPort?: number | string;
      protocol?: string;
      nodePort?: number;
      appProtocol?: string;
    }[];
    sessionAffinity?: string;
    sessionAffinityConfig?: { clientIP?: { timeoutSeconds?: number } };
    publishNotReadyAddresses?: boolean;
    externalTrafficPolicy?: string;
    loadBalancerClass?: string;
    loadBalancerSourceRanges?: string[];
  };
}

export interface LiveAutoscaler extends LiveObject {
  spec: {
    scaleTargetRef: { kind: string; name: string };
    minReplicas?: number;
    maxReplicas: number;
    metrics?: { type: string; resource?: { name: string; target: { averageUtilization?: number } } }[];
  };
}

export interface LiveBudget extends LiveObject {
  spec: {
    selector?: { matchLabels?: Record<string, string> };
    maxUnavailable?: number | string;
    minAvailable?: number | string;
  };
}
