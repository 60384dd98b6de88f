import { UsageProblem } from "../errors/problem.ts";
import { crossCheck } from "./config/crossChecks.ts";
import { byDependency } from "./config/order.ts";
import { parseCurrent, parseServices } from "./config/parseServices.ts";
import { parseStackKeys } from "./config/parseStack.ts";
import type { ServiceLayers } from "./config/parseServices.ts";
import type { ClusterFacts, NamespaceParameters } from "./config/stack.ts";
import type { BasicParameters } from "./config/service.ts";
import type { ReleaseParameters } from "./config/release.ts";

/** What a stack's configuration says, as it was read, before anything is checked. Absent keys are undefined. */
export interface RawStackConfig {
  /** `staging` */
  stack: string;
  services: unknown;
  current: unknown;
  namespace?: unknown;
  namespaces?: unknown;
  groups?: unknown;
  cluster?: unknown;
  /** The config keys that hold secrets; undefined where that cannot be known, and is then not checked. */
  secretKeys?: readonly string[] | undefined;
  /** Config keys stored in plain text; naming one as a secret is an error. */
  plainKeys?: readonly string[] | undefined;
}

/** Where the configuration was read, for errors. */
export interface ConfigSource {
  /** `Pulumi.staging.yaml` */
  file: string;
}

/** One service with all its parameters: template's, basic and release ones. */
export interface Service extends BasicParameters {
  /** Its key in `releases:services`, and the name of its Kubernetes objects. */
  name: string;
  stack: string;
  namespace: string;
  release: ReleaseParameters;
  /** Namespaces of the services that its network names. */
  peers: Record<string, string>;
  /** What each layer said, for `release config show`. */
  layers: ServiceLayers;
}

export interface StackConfig {
  stack: string;
  /** Home namespace of services that name none. */
  namespace: string;
  namespaces: Record<string, NamespaceParameters>;
  cluster: ClusterFacts;
  /** Every service after those it depends on. */
  services: Service[];
  /** Services by group: `releases:groups` and the services' own `group`. */
  groups: Record<string, string[]>;
}

/**
 * The configuration of a stack, checked whole. Throws one UsageProblem CONFIG_INVALID whose details name everything
 * that is wrong, each with its path, what was given and what is allowed.
 */
export function parseStackConfig(raw: RawStackConfig, source?: ConfigSource): StackConfig {
  const errors: string[] = [];
  const stackKeys = parseStackKeys(raw, errors);
  const basics = parseServices(raw.services, errors);
  const current = parseCurrent(raw.current, Object.keys(basics), errors);

  const services = Object.entries(basics).flatMap(([name, { parameters, layers }]): Service[] => {
    const release = current.get(name);
    if (parameters === undefined || release === undefined) return [];
    const namespace = parameters.namespace ?? stackKeys.namespace;
    const named = [...(parameters.network?.from ?? []), ...(parameters.network?.to ?? [])];
    const peers = Object.fromEntries(
      named.map((peer) => [peer, basics[peer]?.parameters?.namespace ?? stackKeys.namespace]),
    );
    return [{ ...parameters, name, stack: raw.stack, namespace, release, peers, layers: { ...layers, release } }];
  });
  const known = Object.keys(basics);
  const groups = groupsOf(services, stackKeys.groups);
  errors.push(...crossCheck({ services, known, groups: stackKeys.groups, raw }));

  if (errors.length > 0) throw invalid(errors, raw.stack, source);
  return { ...stackKeys, stack: raw.stack, services: byDependency(services), groups };
}

function groupsOf(services: Service[], declared: Record<string, string[]>): Record<string, string[]> {
  const groups: Record<string, string[]> = { ...declared };
  for (const { group, name } of services) {
    if (group !== undefined) groups[group] = [...new Set([...(groups[group] ?? []), name])];
  }
  return groups;
}

function invalid(errors: string[], stack: string, source: ConfigSource | undefined): UsageProblem {
  return new UsageProblem({
    code: "CONFIG_INVALID",
    what: `the configuration of stack ${stack} has ${errors.length === 1 ? "an error" : `${errors.length} errors`}`,
    where: source?.file ?? `Pulumi.${stack}.yaml`,
    details: errors,
    next: "mend them; docs/parameters.md describes every parameter",
  });
}
