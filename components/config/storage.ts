import { z } from "zod";
import { absolutePath, choice, dnsLabel, duration, field, flag, mapOf, quantity, text } from "./fields.ts";
import { dnsSubdomain } from "./names.ts";
import { entryKey, podField } from "./variables.ts";

const kinds = ["persistent", "scratch", "memory", "claim", "secret", "configMap", "projected"] as const;

const relativePath = text(
  "Path of the file, below the mount.",
  'a path that does not start with "/", without ".."',
  /^(?!\/)(?!(.*\/)?\.\.(\/|$)).+$/,
);
const items = mapOf(
  entryKey("Key of the entry."),
  relativePath,
  "Entries mounted, and the file each becomes: key -> path; default all.",
);
const optional = flag("Whether the pods may start without it; default false.").default(false);

/** Written as `chmod` takes it, in quotes; kept as the number Kubernetes wants. */
const mode = field(
  z
    .string()
    .regex(/^0?[0-7]{3}$/)
    .transform((value) => Number.parseInt(value, 8)),
  "Who may read the files; default 0644.",
  { allowed: 'a mode like "0400", in quotes' },
);

const source = z
  .strictObject({
    secret: dnsSubdomain("Secret that others keep.").optional(),
    configMap: dnsSubdomain("ConfigMap that others keep.").optional(),
    items: items.optional(),
    optional,
    token: z
      .strictObject({
        path: relativePath,
        audience: text("Who is to accept the token; default the API server.").optional(),
        expires: duration("Time it is good for, renewed before; default 1h.", 600, 86_400).prefault("1h"),
      })
      .optional()
      .describe("A token of the pod's account."),
    fields: mapOf(
      relativePath,
      podField("Fact about the pod."),
      "Facts about the pod: path -> metadata.labels.",
    ).optional(),
  })
  .refine(
    (value) =>
      [value.secret, value.configMap, value.token, value.fields].filter((one) => one !== undefined).length === 1,
    { message: "needs exactly one of secret, configMap, token and fields" },
  );

/** A volume; kept ones outlive pods and releases, scratch ones live and die with their pod, others' are others'. */
export const volume = z
  .strictObject({
    mount: absolutePath("Where the container sees it; without, only the sidecars that mount it do.").optional(),
    kind: choice(
      "persistent outlives the pod, scratch does not, memory is scratch in memory; claim, secret and configMap are others' " +
        "(`from`), projected is put together of `sources`. Default persistent.",
      kinds,
    ).default("persistent"),
    from: dnsSubdomain("Name of the claim, Secret or ConfigMap that others keep.").optional(),
    items: items.optional(),
    mode: mode.optional(),
    optional,
    sources: z.array(source).min(1).optional().describe("What a projected volume is put together of."),
    subPath: relativePath.optional().describe("Mounts this file or folder of the volume alone."),
    readOnly: flag("Whether the containers may only read; default false, of secrets and ConfigMaps always.").default(
      false,
    ),
    size: quantity("Size; for scratch and memory the most it may hold.", "1Gi", "bytes").optional(),
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
  .superRefine((value, context) => {
    for (const message of misfits(value)) context.addIssue({ code: "custom", message });
  });

/** What of a volume is missing, or belongs to another kind of it. */
function misfits(value: {
  kind: (typeof kinds)[number];
  from?: string | undefined;
  items?: object | undefined;
  mode?: number | undefined;
  optional: boolean;
  sources?: unknown[] | undefined;
  size?: string | undefined;
}): string[] {
  const { kind } = value;
  const others = kind === "claim" || kind === "secret" || kind === "configMap";
  const entries = kind === "secret" || kind === "configMap";
  const told: [boolean, string][] = [
    [kind === "persistent" && value.size === undefined, "a persistent volume needs a size"],
    [
      kind === "memory" && value.size === undefined,
      "a memory volume needs a size: what is in it counts as memory used",
    ],
    [others && value.from === undefined, `kind ${kind} needs the name it is kept under: from`],
    [!others && value.from !== undefined, "from goes with kind claim, secret or configMap"],
    [(kind === "projected") !== (value.sources !== undefined), "sources go with kind projected, and it with them"],
    [!entries && (value.items !== undefined || value.optional), "items and optional go with kind secret or configMap"],
    [
      !entries && kind !== "projected" && value.mode !== undefined,
      "mode goes with kind secret, configMap or projected",
    ],
  ];
  return told.filter(([wrong]) => wrong).map(([, message]) => message);
}

export const volumes = mapOf(dnsLabel("Name of the volume.", 40), volume, "Volumes by name.");

export type Volume = z.output<typeof volume>;
export type VolumeSource = z.output<typeof source>;
