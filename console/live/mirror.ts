import type { KubeConfig, V1ListMeta, V1ObjectMeta } from "@kubernetes/client-node";
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
export function mirror<T extends Named>(
  kubeConfig: KubeConfig,
  source: Source<T>,
  changed: (object: T | undefined) => void,
  signal: AbortSignal,
): Mirror<T> {
  return mirrorAs(
    kubeConfig,
    { path: source.path, page: () => source.list() },
    { keep: (object: T) => object, changed },
    signal,
  );
}

interface Named {
  metadata?: V1ObjectMeta;
}

/** Which page: the first, or the one after where another ended. */
export interface Page {
  limit: number;
  _continue?: string;
}

/** A collection that is read page by page. https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks */
interface PagedSource<W> {
  path: string;
  page: (next: Page) => Promise<{ items: W[]; metadata?: V1ListMeta }>;
}

/** Read at once: thousands in one answer would fill the memory for a moment. */
const pageSize = 500;

/** The same, keeping less than the whole objects: of thousands that matters. */
export function mirrorAs<T extends Named, W>(
  kubeConfig: KubeConfig,
  { path, page }: PagedSource<W>,
  { keep, changed }: { keep: (object: W) => T; changed: (object: T | undefined) => void },
  signal: AbortSignal,
): Mirror<T> {
  const list = async () => {
    const items: T[] = [];
    for (let next = {}; ;) {
      const { items: some, metadata } = await page({ limit: pageSize, ...next });
      items.push(...some.map(keep));
      const more = metadata?._continue ?? "";
      if (more === "") return { items, ...(metadata === undefined ? {} : { metadata }) };
      next = { _continue: more };
    }
  };
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
    changed(object: W) {
      const kept = keep(object);
      objects.set(uidOf(kept), kept);
      changed(kept);
    },
    deleted(object: W) {
      const kept = keep(object);
      objects.delete(uidOf(kept));
      changed(kept);
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
  void reflect(kubeConfig, { path, list }, sink, signal);
  return { items: () => [...objects.values()], synced: () => synced, trouble: () => trouble };
}
