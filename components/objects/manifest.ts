import type { Input } from "@pulumi/pulumi";

/** Metadata of a Kubernetes object; always named by us, so that plan and cluster speak of the same object. */
export interface Metadata<Name extends Input<string> = string> {
  /** Known at once, but for ConfigMaps and Secrets: theirs ends with a random id. */
  name: Name;
  namespace?: string;
  labels: Record<string, string>;
  annotations?: Record<string, string>;
}

/** A Kubernetes object as it is written in YAML. */
export type Manifest<
  ApiVersion extends string,
  Kind extends string,
  Body = object,
  Name extends Input<string> = string,
> = {
  apiVersion: ApiVersion;
  kind: Kind;
  metadata: Metadata<Name>;
} & Body;

export type AnyManifest = Manifest<string, string>;
