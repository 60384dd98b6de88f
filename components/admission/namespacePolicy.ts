import type { Manifest } from "../objects/manifest.ts";
import type { Variable } from "./cel.ts";

interface Rule {
  apiGroups: string[];
  apiVersions: string[];
  operations: string[];
  resources: string[];
}

export type PolicyManifest = Manifest<
  "admissionregistration.k8s.io/v1",
  "ValidatingAdmissionPolicy",
  { spec: PolicySpec }
>;
export type BindingManifest = Manifest<
  "admissionregistration.k8s.io/v1",
  "ValidatingAdmissionPolicyBinding",
  { spec: { policyName: string; validationActions: string[]; matchResources: object } }
>;

export interface PolicySpec {
  failurePolicy: "Fail";
  matchConstraints: { resourceRules: Rule[] };
  matchConditions: { name: string; expression: string }[];
  variables: Variable[];
  validations: { expression: string; messageExpression: string; reason: "Forbidden" }[];
}

/**
 * A policy that refuses, and what has it hold in one namespace alone.
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 * @param kind what it is for: `releaser`. It is the cluster's, so its name says the namespace, too
 */
export function namespacePolicy(kind: string, namespace: string, spec: PolicySpec): [PolicyManifest, BindingManifest] {
  const name = `releases-${kind}-${namespace}`;
  const metadata = { name, labels: { "app.kubernetes.io/part-of": "releases" } };
  const apiVersion = "admissionregistration.k8s.io/v1";
  return [
    { apiVersion, kind: "ValidatingAdmissionPolicy", metadata, spec },
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata,
      spec: {
        policyName: name,
        validationActions: ["Deny"],
        matchResources: { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } },
      },
    },
  ];
}
