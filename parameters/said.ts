import { templates } from "../components/templates.ts";

/** What a service's block says, else its template, which may be the project's own. `null` in the block takes that away. */
export function said({ basic }: { basic: Record<string, unknown> }, key: "canary" | "cronJob" | "jobs"): unknown {
  const own = basic[key];
  return own === undefined ? templates.get(String(basic.template))?.defaults[key] : own;
}
