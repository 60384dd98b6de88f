import { z } from "zod";
import { absolutePath, choice, dnsLabel, flag, mapOf, quantity } from "./fields.ts";
import { dnsSubdomain } from "./names.ts";

/** A volume; kept ones outlive pods and releases, scratch ones live and die with their pod. */
export const volume = z
  .strictObject({
    mount: absolutePath("Where the container sees it."),
    kind: choice("persistent outlives the pod, scratch does not; default persistent.", [
      "persistent",
      "scratch",
    ]).default("persistent"),
    size: quantity("Size; for scratch the most it may hold.", "1Gi", "bytes").optional(),
    accessMode: choice("Who may mount it; ReadWriteOnce: the pods of one node. Default ReadWriteOnce.", [
      "ReadWriteOnce",
      "ReadWriteMany",
      "ReadOnlyMany",
      "ReadWriteOncePod",
    ]).default("ReadWriteOnce"),
    storageClass: dnsSubdomain("StorageClass; default the cluster's.").optional(),
    singleWriter: flag("Whether two pods must never write to it at once, as with a database; default false.").default(
      false,
    ),
    keep: flag("Whether the data stays when the service is deleted; default true.").default(true),
  })
  .refine((value) => value.kind === "scratch" || value.size !== undefined, {
    message: "a persistent volume needs a size",
  });

export const volumes = mapOf(dnsLabel("Name of the volume.", 40), volume, "Volumes by name.");

export type Volume = z.output<typeof volume>;
