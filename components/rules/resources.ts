import { containersOf } from "./containers.ts";
import type { NamedContainer } from "./containers.ts";
import type { Breach, Rule } from "./rule.ts";

export const requestsAreSet: Rule = {
  code: "ZD013",
  check: (service) =>
    containersOf(service)
      .filter(({ kind }) => kind !== "restart")
      .flatMap(({ at, resources }) => unrequested(resources, `${at === "" ? "" : `${at}.`}resources.requests`)),
};

function unrequested({ requests, limits }: NamedContainer["resources"], parameter: string): Breach[] {
  // Kubernetes takes a limit for the request where there is none.
  const missing = (["cpu", "memory"] as const).filter((key) => (requests[key] ?? limits[key]) === undefined);
  if (missing.length === 0) return [];
  return [
    {
      parameter,
      message: `no request for ${missing.join(" and ")}: the scheduler puts the pods on full nodes, and they are the first to be evicted`,
      fix: "set requests, e.g. {cpu: 100m, memory: 128Mi}",
    },
  ];
}
