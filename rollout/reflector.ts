import { setTimeout as sleep } from "node:timers/promises";
import { Watch, type KubeConfig, type V1ListMeta, type V1ObjectMeta } from "@kubernetes/client-node";

/** One collection of the API server, to be mirrored here. */
export interface Source<T> {
  /** `/api/v1/namespaces/staging/pods` */
  path: string;
  list(): Promise<{ items: T[]; metadata?: V1ListMeta }>;
}

/** What hears of the collection. None of these may throw. `W`: objects as a watch brings them, where a list brings others. */
export interface Sink<T, W = T> {
  replaced(items: T[]): void;
  changed(object: W): void;
  deleted(object: W): void;
  /** The connection works: after a list, and again after trouble. */
  connected(): void;
  /** It does not, for now; trying goes on. */
  troubled(error: unknown): void;
}

const firstDelayMs = 100;
const longestDelayMs = 2000;
/** A connection that held this long was a good one. */
const heldMs = 5000;

/**
 * Keeps a collection mirrored until aborted: list, then watch from there; resumes where a dropped connection stopped,
 * lists anew when that is too long ago (410), and goes on trying, ever slower, while the API server is gone.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export async function reflect<T, W = T>(
  kubeConfig: KubeConfig,
  source: Source<T>,
  sink: Sink<T, W>,
  signal: AbortSignal,
): Promise<void> {
  const from: Bookmark = { resourceVersion: undefined };
  const stopped = () => signal.aborted;
  for (let failures = 0; !stopped();) {
    const began = Date.now();
    try {
      if (from.resourceVersion === undefined) {
        const { items, metadata } = await source.list();
        if (stopped()) return;
        sink.replaced(items);
        from.resourceVersion = metadata?.resourceVersion ?? "0";
      }
      await watchOnce(kubeConfig, source.path, from, sink, signal);
    } catch (error) {
      if (stopped()) return;
      if (isExpired(error)) from.resourceVersion = undefined;
      else sink.troubled(error);
    }
    // The server ends watches now and then, which is no trouble; one that ends at once, again and again, is.
    failures = Date.now() - began > heldMs ? 0 : failures + 1;
    if (failures > 0) await pause(Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1)), signal);
  }
}

/** Where to go on. */
interface Bookmark {
  resourceVersion: string | undefined;
}

/** Resolves when the server (or silence) ended the watch; rejects when it failed. */
async function watchOnce<W>(
  kubeConfig: KubeConfig,
  path: string,
  from: Bookmark,
  sink: Pick<Sink<unknown, W>, "changed" | "deleted" | "connected">,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  // It may be rejected before the wait for it begins.
  promise.catch(() => undefined);
  const onEvent = (type: string, object: W & WatchedObject) => {
    if (signal.aborted) return;
    if (type === "ERROR") {
      reject(new WatchError(object.code ?? 0, object.message ?? "the watch failed"));
      return;
    }
    from.resourceVersion = object.metadata?.resourceVersion ?? from.resourceVersion;
    if (type === "ADDED" || type === "MODIFIED") sink.changed(object);
    if (type === "DELETED") sink.deleted(object);
  };
  let ended = false;
  const onEnd = (error: unknown) => {
    ended = true;
    if (error === null || error === undefined || (error instanceof DOMException && error.name === "TimeoutError"))
      resolve(undefined);
    else reject(error instanceof Error ? error : new Error("the watch failed", { cause: error }));
  };
  const hasEnded = () => ended;
  const query = { resourceVersion: from.resourceVersion, allowWatchBookmarks: true };
  const controller = await new Watch(kubeConfig).watch(path, query, onEvent, onEnd);
  const stop = () => {
    controller.abort();
    resolve(undefined);
  };
  if (!hasEnded()) sink.connected();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    await promise;
  } finally {
    signal.removeEventListener("abort", stop);
    controller.abort();
  }
}

interface WatchedObject {
  metadata?: V1ObjectMeta;
  /** Of the Status that comes with type ERROR. */
  code?: number;
  message?: string;
}

class WatchError extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** Whether the API server no longer knows the place where we stopped. */
function isExpired(error: unknown): boolean {
  return error instanceof Error && "statusCode" in error && error.statusCode === 410;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // Aborting ends the pause; the loop sees the signal itself.
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
