import { Document, isNode } from "yaml";
import type { Service, StackConfig } from "./config/stackConfig.ts";
import * as objects from "./objects.ts";
import type { AnyManifest } from "./objects/manifest.ts";
import { namespace, resourceQuota } from "./objects/namespace.ts";
import { consoleObjects } from "./objects/console.ts";
import { watcherObjects } from "./objects/watcher.ts";

/**
 * The Kubernetes manifests that a stack comes to, in the order they are to be applied: for review, diff and GitOps.
 * Names of ConfigMaps end with a hash of their content, where a release by Pulumi draws a random id. Secrets are left
 * out: their values are not known here, and applied without them would take the place of the right ones. The pods
 * name them ({@link secretsComment}).
 */
export function renderStack(stack: StackConfig, services: readonly Service[] = stack.services): AnyManifest[] {
  return [
    ...renderNamespaces(stack),
    ...watcherObjects(stack),
    ...consoleObjects(stack),
    ...services.flatMap(renderService),
  ];
}

/** kubectl reads YAML 1.1, where an unquoted `on`, `no` or `1_0` is no text. */
const asKubectlReads = { compat: "yaml-1.1", aliasDuplicateObjects: false } as const;

/** The manifests as one YAML stream, each after `---`; what patches of the services have set says so beside it. */
export function manifestsYaml(manifests: readonly AnyManifest[], services: readonly Service[] = []): string {
  const places = new Map(services.flatMap(placesOf));
  return manifests
    .map((manifest) => {
      const document = new Document(manifest, asKubectlReads);
      for (const { path, target } of places.get(identity(manifest)) ?? []) {
        const node = document.getIn(path, true);
        if (isNode(node)) node.comment = ` patches.${target}`;
      }
      return `---\n${document.toString()}`;
    })
    .join("");
}

function placesOf(service: Service): [string, ReturnType<typeof objects.patchedPlaces>][] {
  if (Object.keys(service.patches).length === 0) return [];
  const made = objects.objectsOf({ ...service, patches: {} }, renderedNames(service));
  return made.map((manifest) => [identity(manifest), objects.patchedPlaces(service, manifest)]);
}

function identity({ kind, metadata }: AnyManifest): string {
  return `${kind} ${metadata.namespace ?? ""}/${metadata.name}`;
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

/** The manifests of one service; last the project's own, which their file changes, and no patch. */
export function renderService(service: Service): AnyManifest[] {
  return [...renderParameters(service), ...objects.ownObjects(service)];
}

/** Those that its parameters ask for. */
export function renderParameters(service: Service): AnyManifest[] {
  return objects.objectsOf(service, renderedNames(service)).filter(({ kind }) => kind !== "Secret");
}

function renderedNames(service: Service): objects.ConfigNames {
  return {
    ...(objects.hasConfigMap(service) ? { config: `${service.name}-config-${objects.filesHash(service)}` } : {}),
    ...(objects.hasSecret(service) ? { secrets: secretName(service) } : {}),
  };
}

function present(manifests: readonly (AnyManifest | undefined)[]): AnyManifest[] {
  return manifests.filter((manifest) => manifest !== undefined);
}
