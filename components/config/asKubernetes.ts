import { z } from "zod";
import { faults } from "../kubernetes/check.ts";
import { field } from "./fields.ts";

type Part = Record<string, unknown>;

/** A part of an object in Kubernetes' own words, checked against its fields: `Affinity`. */
export function asKubernetes(type: string, description: string) {
  const schema = z.record(z.string(), z.unknown()).superRefine((value, context) => {
    addFaults(value, `#${type}`, context);
  });
  return field(schema, description, { allowed: `an object as Kubernetes has it (${type})` });
}

/** A list of such parts. */
export function listAsKubernetes(type: string, description: string) {
  const schema = z.array(z.record(z.string(), z.unknown())).superRefine((value, context) => {
    addFaults(value, `[]#${type}`, context);
  });
  return field(schema, description, { allowed: `a list as Kubernetes has it (${type})` });
}

function addFaults(value: Part | Part[], word: string, context: z.core.$RefinementCtx): void {
  for (const { path, says } of faults(value, word, "whole")) {
    context.issues.push({ code: "custom", input: value, path: [...path], message: says });
  }
}
