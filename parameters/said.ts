import { templates } from "../components/templates.ts";
import type { ServiceParameters } from "./serviceParameters.ts";

/** What a service's block says, else its template, which may be the project's own. `null` in the block takes that away. */
export function said({ basic }: Pick<ServiceParameters, "basic">, key: "cronJob" | "jobs"): unknown {
  const own = basic[key];
  return own === undefined ? templates.get(String(basic.template))?.defaults[key] : own;
}
