import { UsageProblem } from "../../errors/problem.ts";
import type { ServiceParameters } from "../../parameters/serviceParameters.ts";
import type { Stack } from "../../parameters/stack.ts";
import { nearest } from "../../components/config/nearest.ts";

/** @throws UsageProblem SERVICE_UNKNOWN, with the nearest name there is. */
export function serviceNamed(stack: Stack, name: string): { service: string; parameters: ServiceParameters } {
  const found = stack.services.get(name);
  if (found !== undefined) return { service: name, parameters: found.parameters };
  const own = stack.files.byName.get(name);
  if (own !== undefined) {
    throw new UsageProblem({
      code: "SERVICE_UNKNOWN",
      what: `stack ${stack.name} has no service "${name}": ${own.file} says what it is, but ${stack.file} gives it no version`,
      where: stack.file,
      next: `to bring it in: release up ${name}=VERSION --stack ${stack.name}`,
    });
  }
  const known = [...stack.services.keys()];
  const near = nearest(name, known);
  throw new UsageProblem({
    code: "SERVICE_UNKNOWN",
    what: `stack ${stack.name} has no service "${name}"${near === undefined ? "" : `; did you mean "${near}"?`}`,
    where: stack.file,
    details: [`services: ${known.join(", ") || "none"}`],
    next: "check the name, or add the service: services/NAME.yaml, or releases:services",
  });
}
