import { stringify } from "yaml";
import type { Service, StackConfig } from "./config/stackConfig.ts";
import * as objects from "./objects.ts";
import type { AnyManifest } from "./objects/manifest.ts";
import { namespace, resourceQuota } from "./objects/namespace.ts";

/**
 * The Kubernetes manifests that a stack comes to, in the order they are to be applied: for review, diff and GitOps.
 * Names of ConfigMaps end with a hash of their content, where a release by Pulumi draws a random id. Secrets are left
 * out: their values are not known here, and applied without them would take the place of the right ones. The pods
 * name them ({@link secretsComment}).
 */
export function renderStack(stack: StackConfig, services: readonly Service[] = stack.services): AnyManifest[] {
  return [...renderNamespaces(stack), ...services.flatMap(renderService)];
}

/** kubectl reads YAML 1.1, where an unquoted `on`, `no` or `1_0` is no text. */
const asKubectlReads = { compat: "yaml-1.1", aliasDuplicateObjects: false } as const;

/** The manifests as one YAML stream, each after `---`. */
export function manifestsYaml(manifests: readonly AnyManifest[]): string {
  return manifests.map((manifest) => `---\n${stringify(manifest, asKubectlReads)}`).join("");
}

/** The namespaces that the stack makes, with their quotas. */
export function renderNamespaces({ namespaces }: StackConfig): AnyManifest[] {
  return Object.entries(namespaces)
    .filter(([, { create }]) => create)
    .flatMap(([name, parameters]) => present([namespace(name, parameters), resourceQuota(name, parameters)]));
}

/** What is to be made by hand, or by whatever brings secrets into the cluster, as YAML comments; empty without any. */
export function secretsComment(services: readonly Service[]): string {
  const lines = services
    .filter(objects.hasSecret)
    .flatMap((service) => [
      `#   Secret ${secretName(service)} in namespace ${service.namespace}`,
      ...objects.secretEntries(service).map(({ entry, key }) => `#     ${entry}: the value of releases:${key}`),
    ]);
  if (lines.length === 0) return "";
  return ["# Secrets are not rendered. Without these the pods do not start:", ...lines, ""].join("\n");
}

/** Not by its content, which is not known here: by what its entries are called, and which config keys they are of. */
function secretName(service: Service): string {
  return `${service.name}-secrets-${objects.contentHash(objects.secretEntries(service))}`;
}

/** The manifests of one service. */
export function renderService(service: Service): AnyManifest[] {
  const config = objects.hasConfigMap(service)
    ? `${service.name}-config-${objects.contentHash(service.files)}`
    : undefined;
  const secrets = objects.hasSecret(service) ? secretName(service) : undefined;
  const names = { ...(config === undefined ? {} : { config }), ...(secrets === undefined ? {} : { secrets }) };
  const restart = objects.scheduledRestart(service);
  return present([
    config === undefined ? undefined : plain(objects.configMap(service, config)),
    ...objects.persistentVolumeClaims(service).map(({ claim }) => claim),
    objects.serviceAccount(service),
    objects.networkPolicy(service),
    objects.deployment(service, names),
    objects.canaryDeployment(service, names),
    objects.service(service),
    ...objects.trackServices(service),
    objects.ingress(service),
    objects.httpRoute(service),
    objects.horizontalPodAutoscaler(service),
    objects.podDisruptionBudget(service),
    ...(restart === undefined ? [] : [restart.account, restart.role, restart.binding, restart.job]),
  ]);
}

/** Here the name is known: it was given as text. */
function plain(manifest: { apiVersion: string; kind: string; metadata: object }): AnyManifest {
  return manifest as AnyManifest;
}

function present(manifests: readonly (AnyManifest | undefined)[]): AnyManifest[] {
  return manifests.filter((manifest) => manifest !== undefined);
}
