import { z } from "zod";
import { field, mapOf } from "./fields.ts";

const target = field(
  z.string().regex(/^[A-Z][A-Za-z]+(\/[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)?$/),
  "Kind of the object, or kind and name.",
  { allowed: "a kind of object like Deployment, or one object by its name: Deployment/web" },
);

/** What no parameter says, in Kubernetes' own words; checked against its fields in components/objects/patches.ts. */
export const patches = mapOf(
  target,
  field(z.record(z.string(), z.unknown()), "Part of the object as Kubernetes has it; `null` takes a field away.", {
    allowed: "a part of the object as Kubernetes has it, e.g. {spec: {template: {spec: {hostNetwork: true}}}}",
  }),
  "Laid over the objects that are made, by kind or by kind and name: `{Deployment: {spec: …}}`, as a strategic merge patch.",
);

export type Patch = Record<string, unknown>;
