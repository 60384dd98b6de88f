import { randomBytes } from "node:crypto";
import type { V1Pod, V1PodSpec } from "@kubernetes/client-node";
import type { Service } from "../../components/config/stackConfig.ts";
import { podPlacement } from "../../components/objects/placement.ts";
import type { ImageCheckTimes } from "./times.ts";

export interface WantedImage {
  service: Service;
  namespace: string;
  image: string;
}

export const imageCheckLabel = "releases/image-check";

/**
 * Goes where the service's pods go, with their credentials for the registry. Fits the strictest Pod Security level and
 * any quota: it asks for next to nothing, and its command does not exist.
 */
export function imageCheckPod(
  { service, namespace, image }: WantedImage,
  { patience }: Pick<ImageCheckTimes, "patience">,
): V1Pod {
  const small = { cpu: "1m", memory: "8Mi" };
  const { nodeSelector, tolerations } = podPlacement(service.placement, {}) as V1PodSpec;
  return {
    metadata: {
      name: `release-image-check-${randomBytes(3).toString("hex")}`,
      namespace,
      labels: { [imageCheckLabel]: "true" },
    },
    spec: {
      restartPolicy: "Never",
      // The end of one whose check was killed.
      activeDeadlineSeconds: Math.ceil(patience.fetching / 1000) + 30,
      // The account too may name registry credentials.
      serviceAccountName: service.security.serviceAccount ?? service.name,
      automountServiceAccountToken: false,
      ...(service.imagePullSecrets.length === 0
        ? {}
        : { imagePullSecrets: service.imagePullSecrets.map((name) => ({ name })) }),
      ...(nodeSelector === undefined ? {} : { nodeSelector }),
      ...(tolerations === undefined ? {} : { tolerations }),
      containers: [
        {
          name: "image",
          image,
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
