import { z } from "zod";
import { quantity } from "./fields.ts";

const amounts = {
  cpu: quantity("CPU time.", "100m or 2", "cores").optional(),
  memory: quantity("Memory.", "128Mi", "bytes").optional(),
  "ephemeral-storage": quantity("Local disk.", "1Gi", "bytes").optional(),
};

/** https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
export const resources = z
  .strictObject({
    requests: z.strictObject(amounts).prefault({}).describe("What the scheduler sets aside for each pod."),
    limits: z
      .strictObject(amounts)
      .prefault({})
      .describe("What a container may not exceed; memory above it: OOMKilled."),
  })
  .describe("CPU and memory of the container.");

export type Resources = z.output<typeof resources>;
