import { setTimeout as sleep } from "node:timers/promises";
import { apiStatus, rootMessage } from "../cluster/apiError.ts";
import { defaultPatience, lookAt, type Asked } from "./trackPods.ts";

const pauseMs = 100;

/** Of a cluster that has not answered once: it may be one that cannot be reached from here. */
const unansweredPatience = 30;

/**
 * Waits until a route may lead to a track: Pulumi takes a Deployment that is only scaled for done at once, and a Service
 * has its endpoints a moment after it is made. Of a canary as many pods have to be there as are declared, for its share is
 * to come at once. What fails is asked again: only who may not look, or reaches no cluster, gets an error.
 * @returns what is missing, where it does not come in the Deployment's own time
 */
export async function awaitBackend(
  cluster: Asked,
  namespace: string,
  service: string,
  unanswered = unansweredPatience,
): Promise<string | undefined> {
  const begun = Date.now();
  let patience: number | undefined;
  for (;;) {
    let missing: string | undefined;
    try {
      const looked = await lookAt(cluster, namespace, service);
      if (looked === undefined || looked.ready >= looked.wanted) return undefined;
      patience = looked.patience;
      missing = `${looked.ready} of the ${looked.wanted} pods of Deployment ${looked.name} that it needs are ready`;
    } catch (error) {
      const code = apiStatus(error)?.code;
      if (code === 401 || code === 403) throw error;
      if (code !== undefined) patience ??= defaultPatience;
      else if (patience === undefined && isOver(begun, unanswered)) throw error;
      missing = `whether its pods are ready is not known (${reasonOf(error)})`;
    }
    if (patience !== undefined && isOver(begun, patience)) return `${missing} after ${patience} s`;
    await sleep(pauseMs);
  }
}

function reasonOf(error: unknown): string {
  return apiStatus(error)?.message ?? rootMessage(error);
}

function isOver(begun: number, seconds: number): boolean {
  return Date.now() - begun > seconds * 1000;
}
