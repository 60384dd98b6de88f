import type { PlainObject } from "../../../components/config/layers.ts";

/** An object of a project as its file here has it: what matters of a manifest, without what its kind says anyway. */
export interface Original {
  kind: string;
  name: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  spec?: PlainObject;
  rules?: PlainObject[];
  roleRef?: PlainObject;
  subjects?: PlainObject[];
}

export interface ObjectShape extends PlainObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> };
}

const versions: Record<string, string> = {
  Deployment: "apps/v1",
  HorizontalPodAutoscaler: "autoscaling/v2",
  PodDisruptionBudget: "policy/v1",
  Ingress: "networking.k8s.io/v1",
  NetworkPolicy: "networking.k8s.io/v1",
  HTTPRoute: "gateway.networking.k8s.io/v1",
  Role: "rbac.authorization.k8s.io/v1",
  RoleBinding: "rbac.authorization.k8s.io/v1",
  Job: "batch/v1",
};

/** The manifest that a project's own tools would apply. */
export function manifestOf({ kind, name, labels, annotations, ...rest }: Original): ObjectShape {
  const metadata = {
    name,
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  return { apiVersion: versions[kind] ?? "v1", kind, metadata, ...rest };
}
