import assert from "node:assert/strict";
import { imageErrorCode } from "../../../rollout/causes/image.ts";
import type { CauseCode } from "../../../rollout/verdict.ts";
import { container, waiting } from "../builders.ts";
import { describePod, inPod, itNames } from "./cases.ts";

describe("an image that cannot be had", () => {
  itNames([
    {
      code: "ImageNotFound",
      when: "the registry says not found",
      snapshot: inPod({
        containers: [
          container(
            waiting(
              "ErrImagePull",
              'rpc error: code = NotFound desc = failed to pull and unpack image "lab/web:v2": failed to resolve reference "lab/web:v2": lab/web:v2: not found',
            ),
          ),
        ],
      }),
      message:
        'image lab/web:v2 of container web of pod website-new-a was not found: failed to resolve reference "lab/web:v2": lab/web:v2: not found (rollout.patience.image allows no waiting)',
      command: describePod,
    },
    {
      code: "ImageNotFound",
      when: "only the event says why (before Kubernetes 1.32)",
      snapshot: inPod({ containers: [container(waiting("ImagePullBackOff", 'Back-off pulling image "lab/web:v2"'))] }, [
        ["Failed", 'Failed to pull image "lab/web:v2": rpc error: code = Unknown desc = manifest unknown'],
      ]),
      message:
        "image lab/web:v2 of container web of pod website-new-a was not found: manifest unknown (rollout.patience.image allows no waiting)",
      command: describePod,
    },
    {
      code: "ImageNotFound",
      when: "the image must not be pulled and is not there",
      snapshot: inPod({ containers: [container(waiting("ErrImageNeverPull"))] }),
      message:
        "image lab/web:v2 of container web of pod website-new-a is not on the node, and imagePullPolicy Never forbids to pull it (rollout.patience.image allows no waiting)",
      command: describePod,
    },
    {
      code: "ImageDenied",
      when: "the registry has denied it for as long as credentials are renewed",
      snapshot: inPod({
        containers: [
          container(
            waiting(
              "ErrImagePull",
              "rpc error: code = Unknown desc = failed to resolve reference: pull access denied, repository does not exist or may require authorization",
            ),
          ),
        ],
      }),
      message:
        "image lab/web:v2 of container web of pod website-new-a may not be pulled: failed to resolve reference: pull access denied, repository does not exist or may require authorization (waited 100 s; rollout.patience.credentials allows 5 s)",
      command: describePod,
    },
    {
      code: "ImagePullFailed",
      when: "the registry has not answered for a minute",
      snapshot: inPod(
        { containers: [container(waiting("ImagePullBackOff", "dial tcp: lookup registry: no such host"))] },
        [["Failed", 'Failed to pull image "lab/web:v2": dial tcp: lookup registry: no such host', 66, 5]],
      ),
      message:
        "image lab/web:v2 of container web of pod website-new-a could not be pulled: dial tcp: lookup registry: no such host (waited 61 s; rollout.patience.pull allows 60 s)",
      command: describePod,
    },
    {
      code: "ImageNameInvalid",
      when: "the name is none",
      snapshot: inPod({ containers: [container(waiting("InvalidImageName"))] }),
      message: "image lab/web:v2 of container web of pod website-new-a is no valid image name",
      command: describePod,
    },
  ]);
});

describe("the error text of a pull", () => {
  const texts: [text: string, code: CauseCode][] = [
    ["rpc error: code = NotFound desc = failed to resolve reference: not found", "ImageNotFound"],
    ["manifest unknown: manifest unknown", "ImageNotFound"],
    ["unexpected status code 404 Not Found", "ImageNotFound"],
    ["401 Unauthorized", "ImageDenied"],
    ["no basic auth credentials", "ImageDenied"],
    ["denied: requested access to the resource is denied", "ImageDenied"],
    ["dial tcp: lookup registry: no such host", "ImagePullFailed"],
    ["toomanyrequests: You have reached your pull rate limit", "ImagePullFailed"],
    ["unexpected status: 503 Service Unavailable", "ImagePullFailed"],
    ["failed commit on ref: content digest sha256:1: not found", "ImagePullFailed"],
    ["x509: certificate signed by unknown authority", "ImagePullFailed"],
  ];
  for (const [text, code] of texts) {
    it(`means ${code}: ${text}`, () => {
      assert.equal(imageErrorCode(text), code);
    });
  }
});
