import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";
import { serviceSelector } from "./labels.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";

export type ServiceManifest = Manifest<"v1", "Service", { spec: core.v1.ServiceSpec }>;

/** One address for all pods of the service, canaries included; undefined for a service without ports. */
export function service(parameters: Service): ServiceManifest | undefined {
  const { name, ports } = parameters;
  if (Object.keys(ports).length === 0) return undefined;
  const base = metadata(parameters, name);
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: base,
    spec: { type: "ClusterIP", selector: serviceSelector(name), ports: servicePorts(parameters) },
  };
}

/** The Service's ports; they lead to the container's by name, so that a container's port can move with a release. */
export function servicePorts({ ports }: Service): core.v1.ServicePort[] {
  return Object.entries(ports).map(([name, { container, service: port, protocol, appProtocol }]) => ({
    name,
    port: port ?? container,
    targetPort: name,
    protocol,
    ...(appProtocol === undefined ? {} : { appProtocol }),
  }));
}
