import type { V1Pod } from "@kubernetes/client-node";
import { imageErrorCode, pullReasons } from "../../rollout/causes/image.ts";

/** What is known of an image, and why it is not there, or not known. */
export interface ImageAnswer {
  state: "there" | "gone" | "unknown";
  /** How far the pod has come. */
  stage: "scheduling" | "fetching" | "failing";
  why: string;
}

/** What the pod says of its image. Of failures to fetch it only those count that will not pass. Pure. */
export function imageAnswer(pod: V1Pod): ImageAnswer {
  const status = pod.status?.containerStatuses?.[0];
  const { terminated, running, waiting } = status?.state ?? {};
  const { reason = "", message = "no reason given" } = waiting ?? {};
  const said = `${reason}: ${message}`;
  if (terminated !== undefined || running !== undefined || /^(Create|Run)ContainerError$/.test(reason)) {
    return { state: "there", stage: "fetching", why: "" };
  }
  if (reason === "InvalidImageName") return { state: "gone", stage: "failing", why: said };
  if (pullReasons.includes(reason)) {
    // The name itself may hold any word or number.
    const code = imageErrorCode(message.replaceAll(pod.spec?.containers[0]?.image ?? "image", "it"));
    return { state: code === "ImagePullFailed" ? "unknown" : "gone", stage: "failing", why: said };
  }
  const scheduled = pod.status?.conditions?.find(({ type }) => type === "PodScheduled");
  if (scheduled?.status !== "True") {
    const why = `no node takes the pod that asks${scheduled?.message === undefined ? "" : `: ${scheduled.message}`}`;
    return { state: "unknown", stage: "scheduling", why };
  }
  return { state: "unknown", stage: "fetching", why: "no node has fetched it in time" };
}
