import type { Service } from "./stackConfig.ts";

/** A variable that one container is given twice: Kubernetes keeps the last one and says nothing. */
export function clashingVariables({ name, env, secrets, valueFrom }: Service): string[] {
  return Object.keys(valueFrom).flatMap((variable) => {
    const other = Object.entries({ env, secrets }).find(([, map]) => Object.hasOwn(map, variable))?.[0];
    if (other === undefined) return [];
    return [`releases:services.${name}.valueFrom.${variable}: ${other} sets ${variable} too; name it once`];
  });
}
