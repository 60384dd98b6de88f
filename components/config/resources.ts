import { z } from "zod";
import { integer, mapOf, quantity } from "./fields.ts";
import { qualifiedName } from "./names.ts";

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
    devices: mapOf(
      qualifiedName("Extended resource.", "nvidia.com/gpu"),
      integer("How many of it.", 1, 1000, "devices"),
      "Extended resources, e.g. GPUs: name -> how many. A node's devices are not shared, nor lent to a surge.",
    ).prefault({}),
  })
  .describe("CPU and memory of the container.");

export type Resources = z.output<typeof resources>;
