import type { Service, StackConfig } from "../components/config/stackConfig.ts";
import { hasSecret, ownName, ownObjects } from "../components/objects.ts";
import type { AnyManifest } from "../components/objects/manifest.ts";
import { typeOf } from "../components/objects/typeOf.ts";
import { consoleObjects } from "../components/objects/console.ts";
import { watcherObjects, watcherResource } from "../components/objects/watcher.ts";
import { renderNamespaces, renderParameters } from "../components/render.ts";
import type { Json } from "../cluster/request.ts";
import { serviceUrn, stackUrn } from "../engine/urn.ts";

/** An object that a release has made, as the program renders it. */
export interface Expected {
  service?: string;
  urn: string;
  apiVersion: string;
  kind: string;
  /** Absent for a namespace. */
  namespace?: string;
  /** Absent where a release draws its end. */
  name?: string;
  /** Of a file of the project's own, which may be newer than the last release. */
  own?: true;
  /** As applied; of a Secret nothing is known here. */
  manifest: Json;
}

/** The objects of a stack's services and namespaces, and of what watches it. Pure. */
export function expectedObjects(
  config: StackConfig,
  { project, name: stack }: { project: string; name: string },
  released: (service: string) => boolean,
): Expected[] {
  const of = { stack, project };
  const own = renderNamespaces(config).map((manifest): Expected => {
    const { namespace, name } = manifest.metadata;
    // The quota bears its namespace's name in Pulumi.
    return { ...described(manifest), urn: stackUrn(of, typeOf(manifest), namespace ?? name), name };
  });
  const watcher = [...watcherObjects(config), ...consoleObjects(config)].map((manifest): Expected => {
    const urn = stackUrn(of, typeOf(manifest), watcherResource(manifest));
    return { ...described(manifest), urn, name: manifest.metadata.name };
  });
  const services = config.services.filter(({ name }) => released(name));
  return [...own, ...watcher, ...services.flatMap((service) => ofService(service, of))];
}

function ofService(service: Service, of: { stack: string; project: string }): Expected[] {
  const rendered = renderParameters(service).map((manifest): Expected => {
    const { name } = manifest.metadata;
    const drawn = manifest.kind === "ConfigMap";
    return {
      ...described(manifest),
      service: service.name,
      urn: serviceUrn(of, typeOf(manifest), drawn ? service.name : name),
      ...(drawn ? {} : { name }),
    };
  });
  const own = ownObjects(service).map((manifest): Expected => {
    const urn = serviceUrn(of, typeOf(manifest), ownName(service, manifest));
    return { ...described(manifest), service: service.name, urn, name: manifest.metadata.name, own: true };
  });
  const all = [...rendered, ...own];
  if (!hasSecret(service)) return all;
  const secret = { apiVersion: "v1", kind: "Secret", namespace: service.namespace, manifest: {} };
  return [...all, { ...secret, service: service.name, urn: serviceUrn(of, "kubernetes:core/v1:Secret", service.name) }];
}

function described(manifest: AnyManifest): Pick<Expected, "apiVersion" | "kind" | "namespace" | "manifest"> {
  const { apiVersion, kind, metadata } = manifest;
  const { namespace } = metadata;
  const plain = JSON.parse(JSON.stringify(manifest)) as Json;
  // A list names the kind of its items once.
  delete plain.apiVersion;
  delete plain.kind;
  return { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), manifest: plain };
}
