import { readStackConfig } from "../components/config.ts";
import type { Service } from "../components/config/stackConfig.ts";
import type { ServiceParameters } from "./serviceParameters.ts";
import type { Stack } from "./stack.ts";

/**
 * A service by the parameters it was released with, template and all, though the stack's file may not have it any more.
 * Undefined where they say nothing today (its template is gone).
 */
export function describedService(
  name: string,
  { basic, release }: ServiceParameters,
  stack: Pick<Stack, "name" | "namespace">,
): Service | undefined {
  const raw = {
    stack: stack.name,
    namespace: stack.namespace,
    services: { [name]: basic },
    current: { [name]: release },
  };
  // What it refers to may be missing here: that is no matter for a look at it.
  return readStackConfig(raw).config?.services.find((service) => service.name === name);
}
