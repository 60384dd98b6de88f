import { isPlainObject, type PlainObject } from "../../../components/config/layers.ts";
import { each, filled, given } from "./filled.ts";
import type { ObjectShape } from "./original.ts";

/** The object with what a Kubernetes API server fills in; test/cluster/components/public.test.ts asks a real one. */
export function defaulted(manifest: ObjectShape): ObjectShape {
  const { kind } = manifest;
  if (kind === "Deployment") return filled(manifest, deployment);
  if (kind === "Job") return filled(manifest, job);
  if (kind === "Service") return filled(manifest, service(manifest.spec));
  if (kind === "HTTPRoute") return filled(manifest, httpRoute);
  return manifest;
}

const probe = {
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
  initialDelaySeconds: (value: unknown) => (value === 0 ? undefined : value),
  httpGet: given({ scheme: "HTTP" }),
  grpc: given({ service: "" }),
};

const volume = {
  configMap: given({ defaultMode: 0o644 }),
  secret: given({ defaultMode: 0o644 }),
  projected: given({ defaultMode: 0o644 }),
};

function container(value: PlainObject): PlainObject {
  const named = typeof value.image === "string" && /:(?!latest$)[^/]+$/.test(value.image);
  return filled(value, {
    imagePullPolicy: named ? "IfNotPresent" : "Always",
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    resources: {},
    ports: each({ protocol: "TCP" }),
    env: each({ valueFrom: given({ fieldRef: given({ apiVersion: "v1" }) }) }),
    startupProbe: given(probe),
    readinessProbe: given(probe),
    livenessProbe: given(probe),
  });
}

function pods(more: PlainObject): PlainObject {
  return {
    spec: {
      ...more,
      dnsPolicy: "ClusterFirst",
      schedulerName: "default-scheduler",
      terminationGracePeriodSeconds: 30,
      securityContext: {},
      containers: each(container),
      initContainers: each(container),
      volumes: each(volume),
    },
  };
}

const rolling = { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } };

const deployment = {
  spec: {
    replicas: 1,
    strategy: (value: unknown) =>
      isPlainObject(value) && value.type === "Recreate" ? value : filled(value ?? {}, rolling),
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    template: pods({ restartPolicy: "Always" }),
  },
};

const job = {
  spec: {
    backoffLimit: 6,
    completions: 1,
    parallelism: 1,
    completionMode: "NonIndexed",
    suspend: false,
    podReplacementPolicy: "TerminatingOrFailed",
    template: pods({}),
  },
};

function service(spec: unknown): PlainObject {
  const { type = "ClusterIP" } = isPlainObject(spec) ? spec : {};
  return {
    spec: {
      type: "ClusterIP",
      sessionAffinity: "None",
      internalTrafficPolicy: "Cluster",
      ...(type === "ClusterIP" ? {} : { externalTrafficPolicy: "Cluster" }),
      ...(type === "LoadBalancer" ? { allocateLoadBalancerNodePorts: true } : {}),
      ports: each((port) => filled(port, { protocol: "TCP", targetPort: port.port })),
    },
  };
}

const match = {
  path: { type: "PathPrefix", value: "/" },
  queryParams: each({ type: "Exact" }),
  headers: each({ type: "Exact" }),
};

const httpRoute = {
  spec: {
    parentRefs: each({ group: "gateway.networking.k8s.io", kind: "Gateway" }),
    rules: each({
      matches: (matches: unknown) => each(match)(matches ?? [{}]),
      backendRefs: each({ group: "", kind: "Service", weight: 1 }),
      filters: each({ requestRedirect: given({ statusCode: 302 }) }),
    }),
  },
};
