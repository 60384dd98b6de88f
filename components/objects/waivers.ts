import type { Service } from "../config/stackConfig.ts";

/** Waived rules with their reasons, for the platform's policy (policy/) and whoever looks at the object. */
export function waiverAnnotation({ waivers }: Service): Record<string, string> {
  return Object.keys(waivers).length === 0 ? {} : { "releases/waivers": JSON.stringify(waivers) };
}
