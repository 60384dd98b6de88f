import type { KubeConfig, V1ObjectMeta } from "@kubernetes/client-node";
import { rootMessage } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { NamespaceStore, uidOf } from "./namespaceStore.ts";
import { nameOf } from "./snapshot.ts";
import { reflect, type Source } from "./reflector.ts";

/** Hears of one Deployment, or of all. */
export interface Listener {
  /** Default: all of them. */
  deployment?: string;
  /** Something that belongs to it changed, or the connection did: then of no Deployment alone. */
  changed(deployment: string | undefined): void;
}

type Kind = "deployments" | "replicasets" | "pods" | "events" | "persistentvolumeclaims";

/** Without these no verdict is possible; the others only make causes more precise. */
const needed: readonly Kind[] = ["deployments", "replicasets", "pods"];

/** One set of watches on a namespace, shared by all who follow a Deployment in it. */
export class NamespaceWatch {
  readonly store = new NamespaceStore();
  readonly listeners = new Set<Listener>();
  readonly #stop = new AbortController();
  readonly #listed = new Set<Kind>();
  readonly #troubles = new Map<Kind, string>();

  constructor(cluster: Cluster, namespace: string) {
    const { kubeConfig, apps, core } = cluster;
    const { store } = this;
    const mirror = <T extends { metadata?: V1ObjectMeta }>(
      kind: Kind,
      objects: Map<string, T>,
      source: Source<T>,
      ownerOf: (object: T) => string | undefined,
    ) => {
      this.#mirror(kubeConfig, kind, source, {
        clear: () => {
          objects.clear();
        },
        put: (object) => objects.set(uidOf(object), object),
        remove: (object) => objects.delete(uidOf(object)),
        ownerOf,
      });
    };
    const path = (group: string, kind: Kind) => `${group}/namespaces/${namespace}/${kind}`;
    mirror(
      "deployments",
      store.deployments,
      { path: path("/apis/apps/v1", "deployments"), list: () => apps.listNamespacedDeployment({ namespace }) },
      nameOf,
    );
    mirror(
      "replicasets",
      store.replicaSets,
      { path: path("/apis/apps/v1", "replicasets"), list: () => apps.listNamespacedReplicaSet({ namespace }) },
      (object) => store.deploymentOf(object),
    );
    mirror(
      "pods",
      store.pods,
      { path: path("/api/v1", "pods"), list: () => core.listNamespacedPod({ namespace }) },
      (object) => store.deploymentOf(object),
    );
    mirror(
      "persistentvolumeclaims",
      store.claims,
      {
        path: path("/api/v1", "persistentvolumeclaims"),
        list: () => core.listNamespacedPersistentVolumeClaim({ namespace }),
      },
      () => undefined,
    );
    this.#mirror(
      kubeConfig,
      "events",
      { path: path("/api/v1", "events"), list: () => core.listNamespacedEvent({ namespace }) },
      {
        clear: () => {
          store.events.clear();
        },
        put: (event) => {
          store.putEvent(event);
        },
        remove: (event) => {
          store.deleteEvent(event);
        },
        // An event that comes before its pod is read with it.
        ownerOf: (event) => store.deploymentOfEvent(event) ?? "",
      },
    );
  }

  /** Whether every needed collection was read at least once. */
  get synced(): boolean {
    return needed.every((kind) => this.#listed.has(kind));
  }

  /** Why the picture may be out of date, in the words of the first needed collection that cannot be read; undefined when all is well. */
  get trouble(): string | undefined {
    return needed.map((kind) => this.#troubles.get(kind)).find((message) => message !== undefined);
  }

  stop(): void {
    this.#stop.abort();
  }

  #mirror<T>(kubeConfig: KubeConfig, kind: Kind, source: Source<T>, into: Collection<T>): void {
    const tell = (object?: T) => {
      this.#tell(object === undefined ? undefined : into.ownerOf(object));
    };
    const sink = {
      replaced: (items: T[]) => {
        into.clear();
        for (const item of items) into.put(item);
        this.#listed.add(kind);
        tell();
      },
      changed: (object: T) => {
        into.put(object);
        tell(object);
      },
      deleted: (object: T) => {
        // The owner is asked first: afterwards the link may be gone.
        tell(object);
        into.remove(object);
      },
      connected: () => {
        if (this.#troubles.delete(kind)) tell();
      },
      troubled: (error: unknown) => {
        this.#troubles.set(kind, `${kind}: ${rootMessage(error)}`);
        tell();
      },
    };
    void reflect(kubeConfig, source, sink, this.#stop.signal);
  }

  /** Tells those concerned; all of them when it is not known whom it concerns. */
  #tell(deployment: string | undefined): void {
    for (const listener of this.listeners) {
      const concerned = listener.deployment === undefined || listener.deployment === deployment;
      if (deployment === undefined || concerned) listener.changed(deployment);
    }
  }
}

interface Collection<T> {
  clear(): void;
  put(object: T): void;
  remove(object: T): void;
  ownerOf(object: T): string | undefined;
}
