import type { Placed } from "./apply.ts";
import { metricsImage } from "./images/tags.ts";
import { serverDeployment, serverLabels } from "./server.ts";

const name = "metrics-server";
const namespace = "kube-system";
const labels = serverLabels({ name });
const port = 10250;
const metadata = { name, namespace, labels };
const account = { kind: "ServiceAccount", name, namespace };
const rbac = "rbac.authorization.k8s.io";
const rbacPath = `/apis/${rbac}/v1`;

/** What metrics-server needs, in the order in which it is made; last the API that the API server hands on to it. */
export function metricsObjects(): Placed[] {
  const core = `/api/v1/namespaces/${namespace}`;
  return [
    { path: `${core}/serviceaccounts/${name}`, object: { apiVersion: "v1", kind: "ServiceAccount", metadata } },
    ...rights(),
    deployment(),
    {
      path: `${core}/services/${name}`,
      object: {
        apiVersion: "v1",
        kind: "Service",
        metadata,
        spec: { selector: labels, ports: [{ name: "https", port: 443, targetPort: port }] },
      },
    },
    {
      path: "/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io",
      object: {
        apiVersion: "apiregistration.k8s.io/v1",
        kind: "APIService",
        metadata: { name: "v1beta1.metrics.k8s.io", labels },
        spec: {
          service: { name, namespace },
          group: "metrics.k8s.io",
          version: "v1beta1",
          // It signs its own certificate at each start.
          insecureSkipTLSVerify: true,
          groupPriorityMinimum: 100,
          versionPriority: 100,
        },
      },
    },
  ];
}

/** It reads pods and the nodes' metrics, and asks the API server who a request is from and whether they may. */
function rights(): Placed[] {
  const rules = [
    { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
    { apiGroups: [""], resources: ["pods", "nodes"], verbs: ["get", "list", "watch"] },
  ];
  const own = { name: `system:${name}`, labels };
  const bind = (role: string): object => ({
    apiVersion: `${rbac}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: `${name}:${role}`, labels },
    roleRef: { apiGroup: rbac, kind: "ClusterRole", name: role },
    subjects: [account],
  });
  const authReader = "extension-apiserver-authentication-reader";
  return [
    {
      path: `${rbacPath}/clusterroles/${own.name}`,
      object: { apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata: own, rules },
    },
    ...[own.name, "system:auth-delegator"].map((role) => ({
      path: `${rbacPath}/clusterrolebindings/${name}:${role}`,
      object: bind(role),
    })),
    {
      path: `${rbacPath}/namespaces/${namespace}/rolebindings/${name}`,
      object: {
        apiVersion: `${rbac}/v1`,
        kind: "RoleBinding",
        metadata,
        roleRef: { apiGroup: rbac, kind: "Role", name: authReader },
        subjects: [account],
      },
    },
  ];
}

function deployment(): Placed {
  return serverDeployment({
    ...{ name, namespace },
    container: {
      image: metricsImage,
      args: [
        "--cert-dir=/tmp",
        `--secure-port=${port}`,
        "--kubelet-preferred-address-types=InternalIP",
        "--kubelet-certificate-authority=/var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
        // The shortest that it takes: an autoscaler in a test is waited for.
        ...["--metric-resolution=10s", "--kubelet-request-timeout=5s"],
      ],
      readinessProbe: { httpGet: { path: "/readyz", port, scheme: "HTTPS" }, periodSeconds: 1 },
      resources: { requests: { cpu: "10m", memory: "60Mi" } },
      volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
    },
    pod: {
      serviceAccountName: name,
      priorityClassName: "system-cluster-critical",
      volumes: [{ name: "tmp", emptyDir: {} }],
    },
  });
}
