import { routesOf } from "../../components/config/routesOf.ts";
import type { StackConfig } from "../../components/config/stackConfig.ts";
import { references } from "../../components/objects.ts";

/**
 * What a release cannot bring back into namespaces that were deleted, a sentence each: what it never made. Pure.
 * @param home where the records were
 */
export function lostForGood({ services }: StackConfig, namespaces: readonly string[], home: string): string[] {
  const there = services.filter(({ namespace }) => namespaces.includes(namespace));
  const needed = there.flatMap((service) => [
    ...service.imagePullSecrets.map((name) => `Secret ${name} (registry credentials of ${service.name})`),
    ...(service.security.serviceAccount === undefined
      ? []
      : [`ServiceAccount ${service.security.serviceAccount} (of ${service.name})`]),
    ...routesOf(service).flatMap(({ route: { tlsSecret } }) =>
      tlsSecret === undefined ? [] : [`Secret ${tlsSecret} (certificate of ${service.name}'s route)`],
    ),
    ...references(service).map(({ kind, name }) => `${kind} ${name} (of ${service.name})`),
  ]);
  return [
    ...(namespaces.includes(home)
      ? ["the records of releases and their evidence: what Pulumi's own history holds of them goes on"]
      : []),
    "the rights that people were given in it: release rbac prints them",
    ...(needed.length === 0 ? [] : [`what others made, and the pods need: ${[...new Set(needed)].join(", ")}`]),
    "whatever else was in it that this stack did not make",
  ];
}
