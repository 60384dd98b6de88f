import type { core } from "@pulumi/kubernetes/types/input.js";
import { namespacesOf } from "../config/namespacesOf.ts";
import type { Service, StackConfig } from "../config/stackConfig.ts";
import { accessRules, type AccessLevel } from "../rbac.ts";
import type { RoleBindingManifest, RoleManifest } from "./accountRights.ts";
import { deployment, type DeploymentManifest } from "./deployment.ts";
import { stableVariant } from "./labels.ts";
import type { AnyManifest, Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";
import { networkPolicy } from "./networkPolicy.ts";
import { podTemplate } from "./podTemplate.ts";
import { serviceAccount } from "./serviceAccount.ts";
import { claimName } from "./volumes.ts";

/**
 * What a `release` command in the cluster stands on: its account, with the rights of people in each namespace of the stack, the
 * way to the API server, and its policy.
 */
export function commandGround(
  service: Service,
  stack: Pick<StackConfig, "namespace" | "services">,
  access: AccessLevel,
): (AnyManifest | undefined)[] {
  return [
    serviceAccount(service),
    kubeconfig(service),
    ...namespacesOf(stack).flatMap((namespace) => rights(service, namespace, access)),
    networkPolicy(service),
  ];
}

type ConfigMapManifest = Manifest<"v1", "ConfigMap", { data: Record<string, string> }>;

/** The cluster that the pods are in, whatever the stack's file calls it; the token is read anew as it is renewed. */
function kubeconfig(service: Service): ConfigMapManifest {
  const account = "/var/run/secrets/kubernetes.io/serviceaccount";
  const name = "in-cluster";
  const server = "https://kubernetes.default.svc";
  const content = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, "certificate-authority": `${account}/ca.crt` } }],
    users: [{ name, user: { tokenFile: `${account}/token` } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: service.namespace } }],
    "current-context": name,
  };
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: metadata(service, claimName(service.name, "cluster")),
    data: { kubeconfig: `${JSON.stringify(content, undefined, 2)}\n` },
  };
}

const api = "rbac.authorization.k8s.io";

/** What people of that role may do in a namespace of the stack's. */
function rights(service: Service, namespace: string, access: AccessLevel): [RoleManifest, RoleBindingManifest] {
  const { name } = service;
  const base = { ...metadata(service, name), namespace };
  return [
    { apiVersion: `${api}/v1`, kind: "Role", metadata: base, rules: accessRules(access) },
    {
      apiVersion: `${api}/v1`,
      kind: "RoleBinding",
      metadata: base,
      roleRef: { apiGroup: api, kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace: service.namespace }],
    },
  ];
}

/**
 * No release waits for them, for the one that changes them is made by them: the old pod goes once the new one is ready,
 * and its release has ended.
 */
export function commandPods(service: Service): DeploymentManifest {
  const made = deployment(service, {});
  const { name, namespace = service.namespace, labels } = made.metadata;
  const template = podTemplate(service, stableVariant(service), {});
  // Made here, so no Output.
  const spec = template.spec as core.v1.PodSpec;
  return {
    ...made,
    metadata: { name, namespace, labels, annotations: { "pulumi.com/skipAwait": "true" } },
    spec: {
      ...made.spec,
      // Whoever is process 1 must bury what the commands have left: the pause container does.
      template: { ...template, spec: { ...spec, shareProcessNamespace: true } },
    },
  };
}
