import type { CauseCode } from "../verdict.ts";
import { eventsOf } from "../snapshot.ts";
import { outwaited, type PatienceName } from "../patience.ts";
import { containerTitle, newContainers, type NewContainer } from "./containers.ts";
import { eventLasting, podCause, quoted, waitingSeconds, type CauseRule, type RolloutContext } from "./context.ts";

/** Why a container waits whose image could not be fetched, in the kubelet's words. */
export const pullReasons = [
  "ErrImagePull",
  "ImagePullBackOff",
  "RegistryUnavailable",
  "ImageInspectError",
  "SignatureValidationFailed",
];

/** "denied" first: registries say "does not exist or may require authorization" when they will not tell which. */
const deniedPattern =
  /\b(denied|unauthorized|forbidden|401|403|authorization failed|insufficient_scope|no basic auth|authentication required)\b/i;
const notFoundPattern = /code = NotFound|not found|manifest unknown|name unknown|does not exist|no such image|\b404\b/i;
/** A name that does not resolve, a registry that is down, limits or is garbage-collected may mend, whatever else it says. */
const passingPattern =
  /no such host|i\/o timeout|connection refused|server misbehaving|TLS handshake|deadline exceeded|\b50[0-9]\b|too ?many ?requests|pull QPS exceeded|\b429\b|content digest|failed to extract layer|failed commit on ref/i;

/** The image of a new pod is not there, or not for us; or pulling it has failed for too long. */
export const image: CauseRule = (context) => {
  for (const container of newContainers(context)) {
    const reason = container.status.state?.waiting?.reason;
    if (reason === undefined) continue;
    if (reason === "InvalidImageName") return imageCause(container, "ImageNameInvalid", "is no valid image name");
    if (reason === "ErrImageNeverPull") {
      const waited = outwaited(context, "image", failingSeconds(context, container));
      if (waited === undefined) continue;
      const what = "is not on the node, and imagePullPolicy Never forbids to pull it";
      return imageCause(container, "ImageNotFound", `${what}${waited}`);
    }
    if (!pullReasons.includes(reason)) continue;
    const text = pullError(context, container);
    // The name itself may hold any word or number.
    const code = imageErrorCode(text.replaceAll(container.spec?.image ?? container.status.image, "it"));
    const waited = outwaited(context, patienceFor(context, container, code), failingSeconds(context, container));
    if (waited !== undefined) return imageCause(container, code, `${whatHappened[code]}: ${innermost(text)}${waited}`);
  }
  return undefined;
};

type PullFailure = Extract<CauseCode, "ImageNotFound" | "ImageDenied" | "ImagePullFailed">;

const whatHappened: Record<PullFailure, string> = {
  ImageNotFound: "was not found",
  ImageDenied: "may not be pulled",
  ImagePullFailed: "could not be pulled",
};

function patienceFor({ limits, snapshot }: RolloutContext, { pod }: NewContainer, code: PullFailure): PatienceName {
  if (code === "ImagePullFailed") return "pull";
  if (code === "ImageNotFound") return "image";
  // Credentials that are not there yet are a Secret that an operator still syncs.
  const missing = eventsOf(snapshot, pod).some(({ reason }) => reason === "FailedToRetrieveImagePullSecret");
  return missing && limits.configuration > limits.credentials ? "configuration" : "credentials";
}

/** What kind of failure a container runtime's error text means. */
export function imageErrorCode(text: string): PullFailure {
  if (passingPattern.test(text)) return "ImagePullFailed";
  if (deniedPattern.test(text)) return "ImageDenied";
  return notFoundPattern.test(text) ? "ImageNotFound" : "ImagePullFailed";
}

function imageCause(container: NewContainer, code: CauseCode, what: string) {
  const name = container.spec?.image ?? container.status.image;
  return podCause(container.pod, {
    code,
    message: `image ${name} of ${containerTitle(container)} ${what}`,
    container: container.name,
  });
}

/** The waiting message; before Kubernetes 1.32 ImagePullBackOff does not repeat the error, so the newest event is asked too. */
function pullError(context: RolloutContext, { pod, status, spec }: NewContainer): string {
  const waiting = status.state?.waiting?.message ?? "";
  if (imageErrorCode(waiting) !== "ImagePullFailed" || passingPattern.test(waiting)) return waiting;
  const event = eventsOf(context.snapshot, pod).findLast(
    ({ reason, message }) =>
      reason === "Failed" && (message ?? "").startsWith(`Failed to pull image "${spec?.image ?? status.image}"`),
  );
  return event?.message ?? waiting;
}

/**
 * How long pulling is known to have failed, in seconds: not how long the pod waits, for a big image may take its time,
 * also at the second attempt, when the container still says ImagePullBackOff.
 */
function failingSeconds(context: RolloutContext, { pod, name }: NewContainer): number {
  const failing = eventLasting(
    context,
    pod,
    ({ reason, message }) =>
      reason === "ErrImageNeverPull" || (reason === "Failed" && (message ?? "").startsWith("Failed to pull image")),
  );
  return failing?.seconds ?? waitingSeconds(context, pod, name);
}

/** The runtime wraps errors five deep; the last part says what happened. */
function innermost(text: string): string {
  const inner =
    /(?:failed to resolve reference|failed to resolve image|failed to copy|failed to do request|failed to fetch)\b.*$/is.exec(
      text,
    )?.[0];
  return quoted(inner ?? text.replace(/^.*?desc = /s, ""));
}
