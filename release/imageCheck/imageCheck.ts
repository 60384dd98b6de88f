import { setTimeout as sleep } from "node:timers/promises";
import type { V1Node } from "@kubernetes/client-node";
import { UsageProblem } from "../../errors/problem.ts";
import { imageReference } from "../../components/objects/image.ts";
import { stopIfCancelled } from "../../errors/cancelled.ts";
import { apiProblem, apiStatus, isNotFound } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { imageAnswer, type ImageAnswer } from "./answer.ts";
import { imageCheckPod, type WantedImage } from "./pod.ts";
import { sweepImageChecks } from "./sweep.ts";
import { imageCheckTimes, type ImageCheckTimes } from "./times.ts";
import type { Stack } from "../../parameters/stack.ts";

/** An image of which nobody can tell whether it is still there, and why. */
interface Unchecked {
  image: string;
  why: string;
}

/** How the check talks to whoever started it. */
interface ImageCheckOptions {
  /** Told where it takes long. */
  say: (text: string) => void;
  /** Ctrl-C: the pods of the check are removed, and nothing was touched. */
  signal: AbortSignal;
  times?: ImageCheckTimes;
}

/**
 * Refuses a rollback to an image that is gone, before anything changes. What every node has at hand is there. Of the
 * rest only a node can tell (registries differ, and credentials live in the cluster), so one is asked: a pod with that
 * image and a command that does not exist. The node fetches the image, then cannot start the command; nothing of the
 * image ever runs. Only an image that was not found, or is denied, is gone: a registry that is busy is no reason to stay
 * on a bad version.
 * @param stack as its file is going to say
 * @throws UsageProblem IMAGE_GONE, with every image that cannot be fetched; Problem CANCELLED
 */
export async function checkImages(
  cluster: Cluster,
  stack: Stack,
  services: readonly string[],
  { say, signal, times = imageCheckTimes }: ImageCheckOptions,
): Promise<Unchecked[]> {
  const nodes = await readableNodes(cluster);
  const wanted = wantedImages(stack, services).filter(({ image }) => !onEveryNode(image, nodes));
  if (wanted.length === 0) return [];
  const slow = setTimeout(() => {
    const images = [...new Set(wanted.map(({ image }) => image))].join(", ");
    say(`asking a node whether ${images} can still be fetched`);
  }, times.quiet);
  try {
    await Promise.all(
      [...new Set(wanted.map(({ namespace }) => namespace))].map((name) => sweepImageChecks(cluster, name)),
    );
    const answers = await Promise.all(
      wanted.map(async (each) => ({ ...each, ...(await askNode(cluster, each, signal, times)) })),
    );
    stopIfCancelled({ signal });
    const gone = answers.filter(({ state }) => state === "gone");
    if (gone.length > 0) throw imagesGone(gone);
    return answers.flatMap(({ image, state, why }) => (state === "unknown" ? [{ image, why }] : []));
  } finally {
    clearTimeout(slow);
  }
}

function wantedImages(stack: Stack, services: readonly string[]): WantedImage[] {
  return services.flatMap((name) => {
    const service = stack.config.services.find((found) => found.name === name);
    if (service === undefined) return [];
    const { namespace, image, release } = service;
    return [{ service, namespace, image: imageReference(image, release.version) }];
  });
}

/** None where this user may not list nodes, as one whose rights end at a namespace. */
async function readableNodes(cluster: Cluster): Promise<V1Node[]> {
  try {
    return (await cluster.core.listNode()).items;
  } catch {
    return [];
  }
}

/** Whether a tag or digest is at hand wherever a pod may come to run. Pure. */
export function onEveryNode(image: string, nodes: readonly V1Node[]): boolean {
  return nodes.length > 0 && nodes.every(({ status }) => status?.images?.some(({ names }) => names?.includes(image)));
}

async function askNode(
  cluster: Cluster,
  wanted: WantedImage,
  signal: AbortSignal,
  times: ImageCheckTimes,
): Promise<ImageAnswer> {
  const { namespace } = wanted;
  const body = imageCheckPod(wanted, times);
  const name = body.metadata?.name ?? "";
  const began = Date.now();
  try {
    await cluster.core.createNamespacedPod({ namespace, body });
    for (;;) {
      const pod = await cluster.core.readNamespacedPod({ namespace, name });
      const answer = imageAnswer(pod);
      if (answer.state !== "unknown" || signal.aborted) return answer;
      if (Date.now() - began > times.patience[answer.stage]) return answer;
      await sleep(times.lookEvery, undefined, { signal }).catch(() => undefined);
    }
  } catch (error) {
    return notAsked(error, wanted);
  } finally {
    await cluster.core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 }).catch(() => undefined);
  }
}

/** A check that cannot be made must not keep a service on a bad version. @throws Problem where the cluster is away */
function notAsked(error: unknown, { namespace, image }: WantedImage): ImageAnswer {
  const status = apiStatus(error);
  if (status === undefined) throw apiProblem(error, `asking a node in namespace ${namespace} for image ${image}`);
  const why = status.message.includes(' cannot create resource "pods"') ? "you may not create pods" : status.message;
  return {
    state: "unknown",
    stage: "scheduling",
    why: isNotFound(error) ? "the pod of the check was taken away" : why,
  };
}

function imagesGone(gone: readonly (WantedImage & ImageAnswer)[]): UsageProblem {
  return new UsageProblem({
    code: "IMAGE_GONE",
    what: "the image to go back to cannot be fetched any more; nothing was changed",
    details: gone.map(({ service, image, why }) => `${service.name}: ${image}: ${why}`),
    next: "choose another release with --to (release history --result succeeded), or push the image again",
  });
}
