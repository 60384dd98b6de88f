import type { core } from "@pulumi/kubernetes/types/input.js";
import { defaultPodSecurity } from "../config/stack.ts";
import type { NamespaceParameters } from "../config/stack.ts";
import type { Manifest } from "./manifest.ts";

export type NamespaceManifest = Manifest<"v1", "Namespace">;
export type QuotaManifest = Manifest<"v1", "ResourceQuota", { spec: core.v1.ResourceQuotaSpec }>;

/** A namespace with its Pod Security level. https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
export function namespace(name: string, { podSecurity = defaultPodSecurity }: NamespaceParameters): NamespaceManifest {
  const labels = {
    ...managed,
    "pod-security.kubernetes.io/enforce": podSecurity,
    "pod-security.kubernetes.io/warn": podSecurity,
  };
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

/** The namespace's quota; undefined without one. */
export function resourceQuota(name: string, { quota }: NamespaceParameters): QuotaManifest | undefined {
  if (quota === undefined) return undefined;
  const hard = Object.fromEntries(Object.entries(quota).map(([resource, amount]) => [resource, String(amount)]));
  return {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "releases", namespace: name, labels: managed },
    spec: { hard },
  };
}

const managed = { "app.kubernetes.io/managed-by": "pulumi" };
