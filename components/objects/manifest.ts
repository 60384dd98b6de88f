import type { Input } from "@pulumi/pulumi";

/** Metadata of a Kubernetes object; always named by us, so that plan and cluster speak of the same object. */
export interface Metadata {
  /** Known at once, but for ConfigMaps and Secrets: theirs ends with a random id. */
  name: Input<string>;
  namespace?: string;
  labels: Record<string, string>;
  annotations?: Record<string, Input<string>>;
}

/** A Kubernetes object as it is written in YAML. */
export type Manifest<ApiVersion extends string, Kind extends string, Body = object> = {
  apiVersion: ApiVersion;
  kind: Kind;
  metadata: Metadata;
} & Body;

export type AnyManifest = Manifest<string, string>;
