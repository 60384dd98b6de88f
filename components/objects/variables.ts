import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Variables, VariableSource } from "../config/variables.ts";

/** Variables from what others keep and from the pod's facts, one each. */
export function variablesFrom({ valueFrom }: Variables): core.v1.EnvVar[] {
  return Object.entries(valueFrom).map(([name, source]) => ({ name, valueFrom: variableSource(name, source) }));
}

function variableSource(variable: string, source: VariableSource): core.v1.EnvVarSource {
  const { secret, configMap, key = variable, field, resource, divisor } = source;
  const optional = source.optional ? { optional: true } : {};
  if (secret !== undefined) return { secretKeyRef: { name: secret, key, ...optional } };
  if (configMap !== undefined) return { configMapKeyRef: { name: configMap, key, ...optional } };
  if (field !== undefined) return { fieldRef: { fieldPath: field } };
  return { resourceFieldRef: { resource: resource ?? "", ...(divisor === undefined ? {} : { divisor }) } };
}

/** What a container takes its variables from as a whole. */
export function wholeSources({ envFrom }: Variables): core.v1.EnvFromSource[] {
  return envFrom.map(({ secret, configMap, prefix, optional }) => {
    const from = { name: secret ?? configMap ?? "", ...(optional ? { optional: true } : {}) };
    return {
      ...(prefix === undefined ? {} : { prefix }),
      ...(secret === undefined ? { configMapRef: from } : { secretRef: from }),
    };
  });
}
