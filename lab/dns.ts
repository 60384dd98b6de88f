import { setTimeout as sleep } from "node:timers/promises";
import { exitCodes, Problem } from "../errors/problem.ts";
import { labApi, tryGet, type Api } from "./api.ts";
import { applyAll, type Placed } from "./apply.ts";
import { ranges } from "./host/network.ts";
import { dnsImage } from "./images/tags.ts";
import type { LabPaths } from "./paths.ts";

const name = "coredns";
const namespace = "kube-system";
const labels = { "k8s-app": "kube-dns" };
const ports = { dns: 1053, ready: 8181 } as const;

const corefile = `.:${ports.dns} {
  errors
  ready :${ports.ready}
  kubernetes cluster.local in-addr.arpa {
    pods insecure
  }
  # Nothing outside exists here; "no such host" at once is better than a wait for an answer.
  template ANY ANY . {
    rcode NXDOMAIN
  }
  cache 5
}
`;

/** Path of the collection's API and the object, in the order in which they are made. */
export function dnsObjects(): Placed[] {
  const meta = { name, namespace, labels };
  const core = `/api/v1/namespaces/${namespace}`;
  const rbac = "/apis/rbac.authorization.k8s.io/v1";
  const listWatch = { verbs: ["list", "watch"] };
  return [
    { path: `${core}/serviceaccounts/${name}`, object: { apiVersion: "v1", kind: "ServiceAccount", metadata: meta } },
    {
      path: `${rbac}/clusterroles/system:${name}`,
      object: {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRole",
        metadata: { name: `system:${name}` },
        rules: [
          { apiGroups: [""], resources: ["services", "pods", "namespaces"], ...listWatch },
          { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], ...listWatch },
        ],
      },
    },
    {
      path: `${rbac}/clusterrolebindings/system:${name}`,
      object: {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name: `system:${name}` },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: `system:${name}` },
        subjects: [{ kind: "ServiceAccount", name, namespace }],
      },
    },
    {
      path: `${core}/configmaps/${name}`,
      object: { apiVersion: "v1", kind: "ConfigMap", metadata: meta, data: { Corefile: corefile } },
    },
    { path: `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`, object: deployment(meta) },
    {
      path: `${core}/services/kube-dns`,
      object: {
        apiVersion: "v1",
        kind: "Service",
        metadata: { ...meta, name: "kube-dns" },
        spec: {
          selector: labels,
          clusterIP: ranges.dnsService,
          ports: [
            { name: "dns", port: 53, protocol: "UDP", targetPort: ports.dns },
            { name: "dns-tcp", port: 53, protocol: "TCP", targetPort: ports.dns },
            { name: "ready", port: ports.ready, protocol: "TCP", targetPort: ports.ready },
          ],
        },
      },
    },
  ];
}

function deployment(metadata: object): object {
  const container = {
    name,
    image: dnsImage,
    args: ["-conf", "/etc/coredns/Corefile"],
    ports: [
      { name: "dns", containerPort: ports.dns, protocol: "UDP" },
      { name: "dns-tcp", containerPort: ports.dns, protocol: "TCP" },
    ],
    readinessProbe: { httpGet: { path: "/ready", port: ports.ready }, periodSeconds: 1 },
    resources: { requests: { cpu: "10m", memory: "30Mi" } },
    securityContext: {
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [{ name: "config", mountPath: "/etc/coredns" }],
  };
  const spec = {
    serviceAccountName: name,
    priorityClassName: "system-cluster-critical",
    dnsPolicy: "Default",
    containers: [container],
    volumes: [{ name: "config", configMap: { name } }],
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata,
    spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}

/** Deploys CoreDNS, or updates it, and waits until it answers: pods then find services by name. */
export async function deployDns(paths: LabPaths): Promise<void> {
  const api = await labApi(paths, 10_000);
  await applyAll(api, dnsObjects(), dnsFailed);
  const until = performance.now() + 30_000;
  while (!(await answers(api))) {
    if (performance.now() > until) throw dnsFailed("it did not become ready within 30 s");
    await sleep(100);
  }
}

/** Asks the running server itself: the Deployment's status may be one of before a restart. */
async function answers(api: Api): Promise<boolean> {
  const path = `/api/v1/namespaces/${namespace}/services/kube-dns:ready/proxy/ready`;
  return (await tryGet(api, path)) === "OK";
}

function dnsFailed(why: string): Problem {
  return new Problem({
    code: "LAB_DNS_FAILED",
    what: `CoreDNS cannot be deployed: ${why}`,
    where: `${namespace}/${name}`,
    next: `npm run lab -- kubectl -- --namespace ${namespace} describe pods`,
    exitCode: exitCodes.unreachable,
  });
}
