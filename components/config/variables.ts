import { z } from "zod";
import { choice, envName, flag, mapOf, text } from "./fields.ts";
import { dnsSubdomain } from "./names.ts";

export const entryKey = (description: string) =>
  text(description, 'the key of an entry: at most 253 letters, digits, "-", "_" and "."', /^(?!\.\.)[-.\w]{1,253}$/);

/** What the pod's own facts may be called. https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ */
const podFieldPattern =
  /^(metadata\.(name|namespace|uid|(labels|annotations)\['[^']+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$/;
const podFields = "metadata.name, .namespace, .uid, .labels['KEY'], spec.nodeName, status.podIP, .hostIP or their like";

export const podField = (description: string) =>
  text(description, `a fact about the pod: ${podFields}`, podFieldPattern);

const amounts = ["limits", "requests"].flatMap((kind) =>
  ["cpu", "memory", "ephemeral-storage"].map((amount) => `${kind}.${amount}`),
) as [string, ...string[]];

/** Where one variable's value comes from; exactly one of secret, configMap, field and resource. */
const variableSource = z
  .strictObject({
    secret: dnsSubdomain("Secret that others keep.").optional(),
    configMap: dnsSubdomain("ConfigMap that others keep.").optional(),
    key: entryKey("Key of its entry; default the variable's name.").optional(),
    optional: flag("Whether the pods may start without it; default false.").default(false),
    field: podField("Fact about the pod, e.g. status.podIP.").optional(),
    resource: choice("Request or limit of the container, e.g. limits.memory.", amounts).optional(),
    divisor: text(
      "Unit of the resource, e.g. 1Mi; default 1.",
      "a unit like 1m, 1, 1Mi",
      /^1([mkMG]|[KMG]i)?$/,
    ).optional(),
  })
  .refine((value) => named(value) === 1, { message: "needs exactly one of secret, configMap, field and resource" })
  .refine((value) => (value.secret ?? value.configMap) !== undefined || (value.key === undefined && !value.optional), {
    message: "key and optional go with a secret or a configMap",
  })
  .refine((value) => value.resource !== undefined || value.divisor === undefined, {
    message: "divisor goes with a resource",
  });

function named(source: Partial<Record<"secret" | "configMap" | "field" | "resource", string | undefined>>): number {
  return [source.secret, source.configMap, source.field, source.resource].filter((one) => one !== undefined).length;
}

/** Every entry of a Secret or ConfigMap. */
const wholeSource = z
  .strictObject({
    secret: dnsSubdomain("Secret that others keep.").optional(),
    configMap: dnsSubdomain("ConfigMap that others keep.").optional(),
    prefix: text(
      "Set before each name.",
      "the beginning of a variable's name",
      /^[A-Za-z_][A-Za-z0-9_.-]*$/,
    ).optional(),
    optional: flag("Whether the pods may start without it; default false.").default(false),
  })
  .refine((value) => (value.secret === undefined) !== (value.configMap === undefined), {
    message: "needs exactly one of secret and configMap",
  });

/** Variables whose values are not ours; a container takes them up when it starts. */
export const variables = {
  valueFrom: mapOf(
    envName,
    variableSource,
    "Environment variables from Secrets and ConfigMaps that others keep, and from the pod's own facts: variable -> source.",
  ).prefault({}),
  envFrom: z
    .array(wholeSource)
    .default([])
    .describe("Secrets and ConfigMaps that others keep, whose entries all become variables; a later one wins."),
};

export type VariableSource = z.output<typeof variableSource>;
export type WholeSource = z.output<typeof wholeSource>;
export interface Variables {
  valueFrom: Record<string, VariableSource>;
  envFrom: WholeSource[];
}
