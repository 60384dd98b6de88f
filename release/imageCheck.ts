import { randomBytes } from "node:crypto";
import type { V1Node, V1Pod } from "@kubernetes/client-node";
import { UsageProblem } from "../errors/problem.ts";
import { apiProblem, apiStatus } from "./cluster/apiError.ts";
import type { Cluster } from "./cluster/cluster.ts";
import type { Stack } from "./parameters/stack.ts";
import type { StackFileEdit } from "./parameters/stackFileEdit.ts";
import { imageReference } from "../components/objects/image.ts";

/** How long a node may take to fetch an image it knows. Milliseconds. */
const patienceMs = 120_000;
const lookEveryMs = 300;

interface WantedImage {
  service: string;
  namespace: string;
  image: string;
  secrets: readonly string[];
}

/**
 * Refuses a rollback to an image that is gone, before anything changes. What every node has at hand is there. Of the
 * rest only a node can tell (registries differ, and credentials live in the cluster), so one is asked: a pod with that
 * image and a command that does not exist. The node fetches the image, then cannot start the command; nothing of the
 * image ever runs.
 * @returns the images that could not be looked for, because this user may not create pods
 * @throws UsageProblem IMAGE_GONE, with every image that cannot be fetched.
 */
export async function checkImages(cluster: Cluster, stack: Stack, edits: readonly StackFileEdit[]): Promise<string[]> {
  const nodes = await readableNodes(cluster);
  const wanted = wantedImages(stack, edits).filter(({ image }) => !onEveryNode(image, nodes));
  const answers = await Promise.all(
    wanted.map(async (each) => ({ ...each, reason: await whyNotFetched(cluster, each) })),
  );
  const gone = answers.filter(({ reason }) => reason !== undefined && reason !== "not allowed");
  if (gone.length === 0) {
    return answers.filter(({ reason }) => reason === "not allowed").map(({ image }) => image);
  }
  throw new UsageProblem({
    code: "IMAGE_GONE",
    what: "the image to go back to cannot be fetched any more; nothing was changed",
    details: gone.map(({ service, image, reason }) => `${service}: ${image}: ${reason ?? ""}`),
    next: "choose another release with --to (release history --result succeeded), or push the image again",
  });
}

function wantedImages(stack: Stack, edits: readonly StackFileEdit[]): WantedImage[] {
  return edits.flatMap(({ service, release }) => {
    const config = stack.config.services.find(({ name }) => name === service);
    if (config === undefined || release === undefined) return [];
    const image = imageReference(config.image, release.version);
    return [{ service, namespace: config.namespace, image, secrets: config.imagePullSecrets }];
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

/** Undefined where the image is there. */
async function whyNotFetched(cluster: Cluster, wanted: WantedImage): Promise<string | undefined> {
  const { namespace } = wanted;
  const body = imageCheckPod(wanted);
  const name = body.metadata?.name ?? "";
  try {
    await cluster.core.createNamespacedPod({ namespace, body });
    for (const until = Date.now() + patienceMs; Date.now() < until;) {
      const answer = imageAnswer(await cluster.core.readNamespacedPod({ namespace, name }));
      if (answer === "there") return undefined;
      if (answer !== "unknown") return answer;
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    return `no node has fetched it within ${patienceMs / 1000} s`;
  } catch (error) {
    if (apiStatus(error)?.code === 403) return "not allowed";
    throw apiProblem(error, `asking a node in namespace ${namespace} for image ${wanted.image}`);
  } finally {
    await cluster.core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 }).catch(() => undefined);
  }
}

/** Fits the strictest Pod Security level and any quota: it asks for next to nothing, and its command does not exist. */
export function imageCheckPod(wanted: Pick<WantedImage, "namespace" | "image" | "secrets">): V1Pod {
  const small = { cpu: "1m", memory: "8Mi" };
  return {
    metadata: {
      name: `release-image-check-${randomBytes(3).toString("hex")}`,
      namespace: wanted.namespace,
      labels: { "releases/image-check": "true" },
    },
    spec: {
      restartPolicy: "Never",
      activeDeadlineSeconds: Math.ceil(patienceMs / 1000),
      automountServiceAccountToken: false,
      imagePullSecrets: wanted.secrets.map((name) => ({ name })),
      containers: [
        {
          name: "image",
          image: wanted.image,
          command: ["/release-image-check-does-not-exist"],
          resources: { requests: small, limits: small },
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65534,
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            seccompProfile: { type: "RuntimeDefault" },
          },
        },
      ],
    },
  };
}

/** What the pod says of its image: `there`, `unknown` yet, or why it cannot be fetched. Pure. */
export function imageAnswer(pod: V1Pod): string {
  const state = pod.status?.containerStatuses?.[0]?.state;
  if (state?.terminated !== undefined || state?.running !== undefined) return "there";
  const reason = state?.waiting?.reason;
  if (
    reason === "ErrImagePull" ||
    reason === "ImagePullBackOff" ||
    reason === "InvalidImageName" ||
    reason === "ErrImageNeverPull"
  ) {
    return `${reason}: ${state?.waiting?.message ?? "no reason given"}`;
  }
  return reason === "CreateContainerError" || reason === "RunContainerError" ? "there" : "unknown";
}
