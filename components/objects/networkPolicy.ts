import type { meta, networking } from "@pulumi/kubernetes/types/input.js";
import { canaryChecks } from "../config/canaryChecks.ts";
import type { Network } from "../config/network.ts";
import { releaseJobs } from "../config/releaseJobs.ts";
import type { Service } from "../config/stackConfig.ts";
import { checkPods } from "./checkPods.ts";
import { jobPodName, podSelector } from "./labels.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";

export type NetworkPolicyManifest = Manifest<
  "networking.k8s.io/v1",
  "NetworkPolicy",
  { spec: networking.v1.NetworkPolicySpec }
>;

/** Who may connect to the pods, and whom they may reach; undefined without `network`. Kubelet's probes always may. */
export function networkPolicy(service: Service): NetworkPolicyManifest | undefined {
  const { network } = service;
  if (network === undefined) return undefined;
  const sources = [
    ...network.from.flatMap((peer) => podsOf(service, peer)),
    ...network.fromNamespaces.map(namespaceNamed),
    ...network.fromCidrs.map(addressesIn),
    // Or every good canary would be aborted: what its Job asks would not answer.
    ...(canaryChecks(service).some(({ kind }) => kind === "job") ? [{ podSelector: checkPods(service.name) }] : []),
  ];
  const ports = Object.keys(service.ports).map((port) => ({ port, protocol: service.ports[port]?.protocol ?? "TCP" }));
  const open = network.fromAnywhere ? [{ ports }] : sources.length === 0 ? [] : [{ from: sources, ports }];
  const egress = reachable(service, network);
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: metadata(service, service.name),
    spec: {
      podSelector: ownPods(service),
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
    ...(to ?? []).flatMap((peer) => podsOf(service, peer)),
    ...(toNamespaces ?? []).map(namespaceNamed),
    ...(toCidrs ?? []).map(addressesIn),
  ];
  return [dns, ...peers.map((peer) => ({ to: [peer] }))];
}

const dns: networking.v1.NetworkPolicyEgressRule = {
  ports: [
    { port: 53, protocol: "UDP" },
    { port: 53, protocol: "TCP" },
  ],
};

/** The pods of a service that its network names, and those of its jobs. */
function podsOf(service: Service, name: string): networking.v1.NetworkPolicyPeer[] {
  const { namespace = service.namespace, renamedFrom, selector, jobs = [] } = service.peers[name] ?? {};
  // While it is renamed, pods of both names serve.
  const named = renamedFrom === undefined ? [name] : [name, renamedFrom];
  const run = named.flatMap((either) => jobs.map((job) => jobPodName(either, job)));
  const home = namespaceNamed(namespace);
  if (selector === undefined) return [{ ...home, podSelector: byName([...named, ...run]) }];
  const served = { ...home, podSelector: { matchLabels: selector } };
  return run.length === 0 ? [served] : [served, { ...home, podSelector: byName(run) }];
}

/** The pods that serve, and those of the service's jobs. */
function ownPods(service: Service): meta.v1.LabelSelector {
  const jobs = releaseJobs(service).map(({ job }) => jobPodName(service.name, job.name));
  return jobs.length === 0 ? { matchLabels: podSelector(service) } : byName([service.name, ...jobs]);
}

function byName(values: readonly string[]): meta.v1.LabelSelector {
  const [only = "", ...more] = values;
  if (more.length === 0) return { matchLabels: podSelector({ name: only }) };
  return { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "In", values: [...values] }] };
}

function addressesIn(cidr: string): networking.v1.NetworkPolicyPeer {
  return { ipBlock: { cidr } };
}

function namespaceNamed(name: string): networking.v1.NetworkPolicyPeer {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } };
}
