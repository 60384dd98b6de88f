import { dnsLabel, mapOf } from "./fields.ts";
import { mismatches } from "./routeMismatches.ts";
import { routeParameters } from "./routeParameters.ts";

/** How requests from outside reach the service. */
export const route = routeParameters
  .superRefine((value, context) => {
    for (const message of mismatches(value)) context.addIssue({ code: "custom", message });
  })
  .describe("How requests from outside reach the service.");

/** More routes than the one, each an object of its own. */
export const routes = mapOf(
  dnsLabel("Name of the route.", 18),
  route,
  "More routes of the service, e.g. an internal one beside the public; the object's name is SERVICE-NAME.",
);
