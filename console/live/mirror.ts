import type { KubeConfig, V1ObjectMeta } from "@kubernetes/client-node";
import { rootMessage } from "../../cluster/apiError.ts";
import { uidOf } from "../../rollout/namespaceStore.ts";
import { reflect, type Source } from "../../rollout/reflector.ts";

/** One collection of the cluster as it is now. */
export interface Mirror<T> {
  items(): T[];
  /** It was read at least once. */
  synced(): boolean;
  /** Why it may be out of date; undefined when all is well. */
  trouble(): string | undefined;
}

/** @param changed hears each object that changed; of a whole new list, or of the connection, undefined */
export function mirror<T extends { metadata?: V1ObjectMeta }>(
  kubeConfig: KubeConfig,
  source: Source<T>,
  changed: (object: T | undefined) => void,
  signal: AbortSignal,
): Mirror<T> {
  const objects = new Map<string, T>();
  let synced = false;
  let trouble: string | undefined;
  const sink = {
    replaced(items: T[]) {
      objects.clear();
      for (const item of items) objects.set(uidOf(item), item);
      synced = true;
      changed(undefined);
    },
    changed(object: T) {
      objects.set(uidOf(object), object);
      changed(object);
    },
    deleted(object: T) {
      objects.delete(uidOf(object));
      changed(object);
    },
    connected() {
      if (trouble === undefined) return;
      trouble = undefined;
      changed(undefined);
    },
    troubled(error: unknown) {
      trouble = rootMessage(error);
      changed(undefined);
    },
  };
  void reflect(kubeConfig, source, sink, signal);
  return { items: () => [...objects.values()], synced: () => synced, trouble: () => trouble };
}
