import type { core } from "@pulumi/kubernetes/types/input.js";
import { servedPorts } from "../config/servedPorts.ts";
import type { Service } from "../config/stackConfig.ts";
import { hasTracks } from "./canarySplit.ts";
import { podSelector, trackSelector } from "./labels.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";

export type ServiceManifest = Manifest<"v1", "Service", { spec: core.v1.ServiceSpec }>;

/**
 * One address for all pods of the service, canaries included where their number is their share; undefined for a service
 * that serves no port.
 */
export function service(parameters: Service): ServiceManifest | undefined {
  const { name, service: asked } = parameters;
  if (servedPorts(parameters).length === 0) return undefined;
  const { type, stickyFor, sourceRanges, loadBalancerClass, externalTraffic } = asked;
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: serviceMetadata(parameters, name),
    spec: {
      type,
      ...(asked.headless ? { clusterIP: "None" } : {}),
      selector: hasTracks(parameters) ? trackSelector(parameters, "stable") : podSelector(parameters),
      ports: servicePorts(parameters, type !== "ClusterIP"),
      ...(stickyFor === undefined
        ? {}
        : { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds: stickyFor } } }),
      ...(asked.publishNotReady ? { publishNotReadyAddresses: true } : {}),
      ...(externalTraffic === undefined ? {} : { externalTrafficPolicy: externalTraffic }),
      ...(loadBalancerClass === undefined ? {} : { loadBalancerClass }),
      ...(sourceRanges === undefined ? {} : { loadBalancerSourceRanges: sourceRanges }),
    },
  };
}

function serviceMetadata(service: Service, name: string, asked = service.service.annotations) {
  const base = metadata(service, name);
  const annotations = { ...asked, ...base.annotations };
  return { ...base, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) };
}

/** Of a track's address, to which routes lead: what a gateway or a mesh reads, but no name of its own in the DNS. */
export function trackMetadata(service: Service, name: string): ServiceManifest["metadata"] {
  const asked = Object.entries(service.service.annotations);
  return serviceMetadata(service, name, Object.fromEntries(asked.filter(([key]) => !key.startsWith("external-dns."))));
}

/** The same address by the service's earlier name, for whoever still calls it by that; undefined without one. */
export function earlierService(parameters: Service): ServiceManifest | undefined {
  const main = service(parameters);
  const { renamedFrom, earlierName } = parameters;
  if (main === undefined || renamedFrom === undefined || !earlierName) return undefined;
  return { ...main, metadata: { ...main.metadata, name: renamedFrom } };
}

/** The Service's ports; they lead to the container's by name, so that a container's port can move with a release. */
export function servicePorts(service: Pick<Service, "ports">, onNodes = false): core.v1.ServicePort[] {
  return servedPorts(service).map(([name, { container, service: port, protocol, appProtocol, nodePort }]) => ({
    name,
    port: port ?? container,
    targetPort: name,
    protocol,
    ...(appProtocol === undefined ? {} : { appProtocol }),
    ...(!onNodes || nodePort === undefined ? {} : { nodePort }),
  }));
}
