import type { Service } from "../config/stackConfig.ts";
import { objectsOf } from "./objectsOf.ts";
import { claimName } from "./volumes.ts";
import { podsOf, workloadKind } from "./workload.ts";

/** An object that others keep and the pods do not start without. */
export interface Reference {
  kind: "Secret" | "ConfigMap" | "PersistentVolumeClaim";
  name: string;
  /** Entries that must be there; none where any will do. */
  keys: string[];
}

/** As far as references stand in it. */
interface Pod {
  containers?: Container[];
  initContainers?: Container[];
  volumes?: Volume[];
}
interface Container {
  env?: { valueFrom?: { secretKeyRef?: KeyRef; configMapKeyRef?: KeyRef } }[];
  envFrom?: { secretRef?: Ref; configMapRef?: Ref }[];
}
interface Volume extends Sources {
  persistentVolumeClaim?: { claimName: string };
  projected?: { sources?: Sources[] };
}
interface Sources {
  secret?: Ref & Items & { secretName?: string };
  configMap?: Ref & Items;
}
interface Items {
  items?: { key: string }[];
}
interface Ref {
  name?: string;
  optional?: boolean;
}
type KeyRef = Ref & { key: string };

/** Whatever of others the pods do not start without, patches and sidecars looked at too; each object once. */
export function references(service: Service): Reference[] {
  const names = { config: ours, secrets: ours };
  const kind = workloadKind(service);
  const workloads = objectsOf(service, names).filter((object) => object.kind === kind);
  const own = new Set([ours, ...Object.keys(service.volumes).map((volume) => claimName(service.name, volume))]);
  const found = new Map<string, Reference>();
  for (const { kind, name, keys } of workloads.flatMap((object) => inPod((podsOf(object) ?? {}) as Pod))) {
    if (own.has(name)) continue;
    const before = found.get(`${kind}/${name}`)?.keys ?? [];
    found.set(`${kind}/${name}`, { kind, name, keys: [...new Set([...before, ...keys])] });
  }
  return [...found.values()];
}

/** Stands for the names of the release's own configuration. */
const ours = ".";

function inPod({ containers = [], initContainers = [], volumes = [] }: Pod): Reference[] {
  return [
    ...[...containers, ...initContainers].flatMap(({ env = [], envFrom = [] }) => [
      ...env.flatMap(({ valueFrom: { secretKeyRef, configMapKeyRef } = {} }) => [
        ...needed("Secret", secretKeyRef, secretKeyRef && [secretKeyRef.key]),
        ...needed("ConfigMap", configMapKeyRef, configMapKeyRef && [configMapKeyRef.key]),
      ]),
      ...envFrom.flatMap(({ secretRef, configMapRef }) => [
        ...needed("Secret", secretRef),
        ...needed("ConfigMap", configMapRef),
      ]),
    ]),
    ...volumes.flatMap(({ persistentVolumeClaim: claim, projected, ...sources }) => [
      ...(claim === undefined ? [] : needed("PersistentVolumeClaim", { name: claim.claimName })),
      ...[sources, ...(projected?.sources ?? [])].flatMap(({ secret, configMap }) => [
        ...needed("Secret", secret && { ...secret, name: secret.secretName ?? secret.name ?? "" }, keysOf(secret)),
        ...needed("ConfigMap", configMap, keysOf(configMap)),
      ]),
    ]),
  ];
}

function keysOf(source: Items | undefined): string[] {
  return (source?.items ?? []).map(({ key }) => key);
}

function needed(kind: Reference["kind"], ref: Ref | undefined, keys: string[] = []): Reference[] {
  return ref?.name === undefined || ref.optional === true ? [] : [{ kind, name: ref.name, keys }];
}
