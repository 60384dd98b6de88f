import type { StackConfig } from "../../components/config/stackConfig.ts";

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
    ...(service.route?.tlsSecret === undefined
      ? []
      : [`Secret ${service.route.tlsSecret} (certificate of ${service.name}'s route)`]),
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
