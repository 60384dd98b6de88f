import type { Input } from "@pulumi/pulumi";
import type { Service } from "../config/stackConfig.ts";
import { lastingLabels, ownership, withLabels } from "./labels.ts";
import type { Metadata } from "./manifest.ts";

/** Metadata of an object that a new version leaves as it is. */
export function metadata<Name extends Input<string>>(service: Service, name: Name): Metadata<Name> {
  const annotations = ownership(service);
  return {
    name,
    namespace: service.namespace,
    labels: withLabels(service, lastingLabels(service)),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}
