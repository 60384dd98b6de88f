import type { RawStackConfig, Service } from "./stackConfig.ts";
import { refusedByCluster } from "./admission.ts";
import { adoptedErrors } from "./adopted.ts";
import { canaryErrors } from "./canaryErrors.ts";
import { patchErrors } from "../objects/patchErrors.ts";
import { clashingVariables } from "./clashingVariables.ts";
import { clashingEntries } from "./clashingEntries.ts";
import { routedPorts, routesOf } from "./routesOf.ts";
import { servedPorts } from "./servedPorts.ts";
import { containerErrors, extraContainers } from "./containerErrors.ts";
import { clashingJobs, jobErrors } from "./jobErrors.ts";
import { evictablePods, surgePods } from "./intOrPercent.ts";
import { othersAccount } from "./othersAccount.ts";
import { suggest } from "./nearest.ts";
import { followErrors } from "./followErrors.ts";
import { dependencyCycles } from "./order.ts";
import { renamings } from "./renaming.ts";
import { scheduleErrors } from "./scheduleErrors.ts";

interface Parsed {
  services: Service[];
  /** Every name in `releases:services`, of services with errors too. */
  known: string[];
  groups: Record<string, string[]>;
  raw: RawStackConfig;
}

/** What is wrong between parameters that are each right by themselves: one line each, with its path. */
export function crossCheck(parsed: Parsed): string[] {
  const { services, known, raw } = parsed;
  return [
    ...services.flatMap((service) => [
      ...unknownServices(service, known, raw),
      ...unknownPorts(service),
      ...routedUnserved(service),
      ...standstill(service),
      ...refusedByCluster(service),
      ...secretKeys(service, raw),
      ...clashingMounts(service),
      ...clashingEntries(service),
      ...clashingVariables(service),
      ...takenNames(service),
      ...containerErrors(service),
      ...adoptedErrors(service),
      ...othersAccount(service),
      ...patchErrors(service),
      ...jobErrors(service, raw),
      ...scheduleErrors(service),
      ...canaryErrors(service, raw),
      ...followErrors(service),
    ]),
    ...dependencyCycles(services).map(
      (cycle) => `releases:services.${cycle[0] ?? ""}.dependsOn: services wait for one another: ${cycle.join(" -> ")}`,
    ),
    ...unknownMembers(parsed.groups, known, raw),
    ...clashingNames(services),
    ...renamings(services, known),
    ...clashingJobs(services),
  ];
}

function unknownServices({ name, dependsOn, network }: Service, known: string[], raw: RawStackConfig): string[] {
  const named = [
    ...dependsOn.map((service) => ({ at: "dependsOn", service })),
    ...(network?.from ?? []).map((service) => ({ at: "network.from", service })),
    ...(network?.to ?? []).map((service) => ({ at: "network.to", service })),
  ];
  return named
    .filter(({ service }) => !known.includes(service))
    .map(
      ({ at, service }) =>
        `releases:services.${name}.${at}: no service is called "${service}"; ${absent(service, known, raw)}`,
    );
}

/** What was meant, or what the stack lacks of it. */
function absent(service: string, known: string[], { files, stack }: RawStackConfig): string {
  return files?.others.includes(service) === true
    ? `it has a file, but Pulumi.${stack}.yaml gives it no version (releases:current.${service})`
    : suggest(service, known);
}

/** Percentages above 0 round so that a pod can always be replaced; two zeros are refused by the API server. */
function standstill({ name, rollout: { strategy, maxSurge, maxUnavailable } }: Service): string[] {
  // Rounded up, of one pod: 0 only for 0 and 0%, which is what the API server looks at.
  const moves = surgePods(maxSurge, 1) > 0 || evictablePods(maxUnavailable, 1) > 0;
  if (strategy === "Recreate" || moves) return [];
  return [
    `releases:services.${name}.rollout: maxSurge ${maxSurge} and maxUnavailable ${maxUnavailable}: no pod could ever be replaced; set one of them above 0, e.g. maxSurge: 1`,
  ];
}

function unknownPorts(service: Service): string[] {
  const { name, ports, probes } = service;
  const known = Object.keys(ports);
  const kinds = ["startup", "readiness", "liveness"] as const;
  const used = [
    ...kinds.flatMap((kind) => {
      return (["http", "tcp", "grpc"] as const).flatMap((way) => {
        const asked = probes[kind]?.[way];
        return asked === undefined ? [] : [{ at: `probes.${kind}.${way}`, port: asked.port }];
      });
    }),
    ...routesOf(service).flatMap(({ at, route }) => routedPorts(route).map((port) => ({ at, port }))),
  ];
  return used.flatMap(({ at, port }) => {
    const path = `releases:services.${name}.${at}`;
    if (known.length === 0)
      return [`${path}: the service has no ports; name one in ports, e.g. {http: {container: 8080}}`];
    return port === undefined || known.includes(port)
      ? []
      : [`${path}.port: no port is called "${port}"; ${suggest(port, known)}`];
  });
}

/** The Service does not offer it, so no route leads there. */
function routedUnserved(service: Service): string[] {
  const { name, ports } = service;
  const served = servedPorts(service).map(([port]) => port);
  const nodePorts =
    service.service.type === "ClusterIP" ? Object.entries(ports).filter(([, port]) => port.nodePort) : [];
  return [
    ...routesOf(service).flatMap(({ at, route }) => {
      if (Object.keys(ports).length === 0) return [];
      const unserved = routedPorts(route).filter(
        (port) => port !== undefined && port in ports && !served.includes(port),
      );
      if (served.length === 0) return [`releases:services.${name}.${at}: no port is served`];
      return unserved.map(
        (port) => `releases:services.${name}.${at}.port: ${port ?? ""} is not served; ${suggest(port ?? "", served)}`,
      );
    }),
    ...nodePorts.map(
      ([port]) => `releases:services.${name}.ports.${port}.nodePort: goes with service.type NodePort or LoadBalancer`,
    ),
  ];
}

function secretKeys(service: Service, { secretKeys, plainKeys }: RawStackConfig): string[] {
  const { name } = service;
  const named = [{ at: "", holder: service }, ...extraContainers(service)].flatMap(({ at, holder }) => [
    ...Object.entries(holder.secrets).map(([variable, key]) => ({ at: `${at}secrets.${variable}`, key })),
    ...Object.entries(holder.secretFiles).map(([path, key]) => ({ at: `${at}secretFiles.${path}`, key })),
  ]);
  return named.flatMap(({ at, key }) => {
    const path = `releases:services.${name}.${at}`;
    if (plainKeys?.includes(key) === true) {
      return [`${path}: releases:${key} is stored in plain text; store it with \`release config set --secret ${key}\``];
    }
    if (secretKeys === undefined || secretKeys.includes(key)) return [];
    return [`${path}: the stack has no secret "${key}"; set it with \`release config set --secret ${key}\``];
  });
}

function clashingMounts(service: Service): string[] {
  const paths = [
    ...Object.keys(service.files).map((path) => ({ at: "files", path })),
    ...Object.keys(service.secretFiles).map((path) => ({ at: "secretFiles", path })),
    ...Object.entries(service.volumes).flatMap(([name, { mount }]) =>
      mount === undefined ? [] : [{ at: `volumes.${name}.mount`, path: mount }],
    ),
  ];
  const variables = Object.keys(service.env).filter((variable) => Object.hasOwn(service.secrets, variable));
  return [
    ...paths
      .filter(({ path }, index) => paths.findIndex((other) => other.path === path) < index)
      .map(({ at, path }) => `releases:services.${service.name}.${at}: ${path} is mounted twice`),
    ...variables.map(
      (variable) => `releases:services.${service.name}.secrets.${variable}: env sets ${variable} too; name it once`,
    ),
  ];
}

/** Volumes and containers that are made for every service, beside those it names. */
function takenNames({ name, container: main = name, volumes, sidecars, initContainers }: Service): string[] {
  const containers = [
    { at: "container", container: main },
    ...Object.keys(sidecars).map((container) => ({ at: `sidecars.${container}`, container })),
    ...Object.keys(initContainers).map((container) => ({ at: `initContainers.${container}`, container })),
  ];
  return [
    ...["config-files", "secret-files"]
      .filter((volume) => Object.hasOwn(volumes, volume))
      .map(
        (volume) =>
          `releases:services.${name}.volumes.${volume}: the name is taken by the service's own files; choose another`,
      ),
    ...containers
      .filter(({ container }, index) => containers.findIndex((other) => other.container === container) < index)
      .map(
        ({ at }) => `releases:services.${name}.${at}: another container of the service has this name; choose another`,
      ),
  ];
}

function unknownMembers(groups: Record<string, string[]>, known: string[], raw: RawStackConfig): string[] {
  return Object.entries(groups).flatMap(([group, members]) =>
    members
      .filter((member) => !known.includes(member))
      .map((member) => `releases:groups.${group}: no service is called "${member}"; ${absent(member, known, raw)}`),
  );
}

/** Objects made besides the service's own name, which another service could bear. */
const suffixes = ["-canary", "-stable", "-restart"];

function clashingNames(services: Service[]): string[] {
  const names = new Map(services.map((service) => [`${service.namespace}/${service.name}`, service]));
  return services.flatMap((service) =>
    [...suffixes, ...Object.keys(service.routes).map((route) => `-${route}`)].flatMap((suffix) => {
      const other = names.get(`${service.namespace}/${service.name}${suffix}`);
      return other === undefined
        ? []
        : [
            `releases:services.${other.name}: the name is that of an object of service ${service.name}, in namespace ${service.namespace}; choose another`,
          ];
    }),
  );
}
