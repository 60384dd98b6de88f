import type { meta, networking } from "@pulumi/kubernetes/types/input.js";
import type { Network } from "../config/network.ts";
import { releaseJobs } from "../config/releaseJobs.ts";
import type { Service } from "../config/stackConfig.ts";
import { jobPodName, serviceSelector } from "./labels.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";

export type NetworkPolicyManifest = Manifest<
  "networking.k8s.io/v1",
  "NetworkPolicy",
  { spec: networking.v1.NetworkPolicySpec }
>;

/** Who may connect to the pods, and whom they may reach; undefined without `network`. Kubelet's probes always may. */
export function networkPolicy(service: Service): NetworkPolicyManifest | undefined {
  const { network, name } = service;
  if (network === undefined) return undefined;
  const sources = [...network.from.map((peer) => podsOf(service, peer)), ...network.fromNamespaces.map(namespaceNamed)];
  const ports = Object.keys(service.ports).map((port) => ({ port, protocol: service.ports[port]?.protocol ?? "TCP" }));
  const open = network.fromAnywhere ? [{ ports }] : sources.length === 0 ? [] : [{ from: sources, ports }];
  const egress = reachable(service, network);
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: metadata(service, service.name),
    spec: {
      podSelector: podsSelector(
        [name],
        releaseJobs(service).map(({ job }) => job.name),
      ),
      policyTypes: egress === undefined ? ["Ingress"] : ["Ingress", "Egress"],
      ingress: open,
      ...(egress === undefined ? {} : { egress }),
    },
  };
}

/** Whom the pods may reach, one rule each; undefined where they may reach everything. */
function reachable(
  service: Service,
  { to, toNamespaces, toCidrs }: Network,
): networking.v1.NetworkPolicyEgressRule[] | undefined {
  if ((to ?? toNamespaces ?? toCidrs) === undefined) return undefined;
  const peers = [
    ...(to ?? []).map((peer) => podsOf(service, peer)),
    ...(toNamespaces ?? []).map(namespaceNamed),
    ...(toCidrs ?? []).map((cidr) => ({ ipBlock: { cidr } })),
  ];
  return [dns, ...peers.map((peer) => ({ to: [peer] }))];
}

const dns: networking.v1.NetworkPolicyEgressRule = {
  ports: [
    { port: 53, protocol: "UDP" },
    { port: 53, protocol: "TCP" },
  ],
};

function podsOf(service: Service, name: string): networking.v1.NetworkPolicyPeer {
  const { namespace = service.namespace, renamedFrom, jobs = [] } = service.peers[name] ?? {};
  // While it is renamed, pods of both names serve.
  const names = renamedFrom === undefined ? [name] : [name, renamedFrom];
  return { ...namespaceNamed(namespace), podSelector: podsSelector(names, jobs) };
}

/** The pods that serve, and those of the service's jobs. */
function podsSelector(names: readonly string[], jobs: readonly string[]): meta.v1.LabelSelector {
  const values = names.flatMap((name) => [name, ...jobs.map((job) => jobPodName(name, job))]);
  const [only = "", ...more] = values;
  if (more.length === 0) return { matchLabels: serviceSelector(only) };
  return { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "In", values }] };
}

function namespaceNamed(name: string): networking.v1.NetworkPolicyPeer {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } };
}
