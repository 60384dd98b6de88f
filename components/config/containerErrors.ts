import type { ExtraContainer } from "./containers.ts";
import { suggest } from "./nearest.ts";
import type { Service } from "./stackConfig.ts";

/** The containers beside the main one, with the beginning of their parameters' paths: `sidecars.proxy.`. */
export function extraContainers({ sidecars, initContainers }: Service): { at: string; holder: ExtraContainer }[] {
  return [
    ...Object.entries(sidecars).map(([name, holder]) => ({ at: `sidecars.${name}.`, holder })),
    ...Object.entries(initContainers).map(([name, holder]) => ({ at: `initContainers.${name}.`, holder })),
  ];
}

/** What is wrong with the containers beside the main one, between parameters that are each right by themselves. */
export function containerErrors(service: Service): string[] {
  const root = `releases:services.${service.name}.`;
  return [
    ...extraContainers(service).flatMap(({ at, holder }) =>
      [...unknownMounts(service, holder), ...twice(holder)].map((line) => `${root}${at}${line}`),
    ),
    ...Object.entries(service.sidecars).flatMap(([name, sidecar]) => {
      const at = `${root}sidecars.${name}.`;
      const known = Object.keys(sidecar.ports);
      const clashing = known.filter((port) => Object.hasOwn(service.ports, port));
      return [
        ...clashing.map((port) => `${at}ports.${port}: the service has a port ${port} too; choose another name`),
        ...probedPorts(sidecar.probes).flatMap(({ path, port }) => {
          if (port !== undefined && known.includes(port)) return [];
          if (port === undefined && known.length > 0) return [];
          const what = port === undefined ? "the container has no ports" : `the container has no port "${port}"`;
          return [
            `${at}probes.${path}: ${what}; ${known.length === 0 ? "name one in its ports" : suggest(port ?? "", known)}`,
          ];
        }),
      ];
    }),
  ];
}

function unknownMounts({ volumes }: Service, { mounts }: ExtraContainer): string[] {
  const known = Object.keys(volumes);
  return Object.keys(mounts)
    .filter((volume) => !known.includes(volume))
    .map((volume) => `mounts.${volume}: the service has no volume "${volume}"; ${suggest(volume, known)}`);
}

function twice({ env, secrets, valueFrom }: ExtraContainer): string[] {
  const maps = Object.entries({ env, secrets, valueFrom });
  return maps.flatMap(([map, variables], index) =>
    Object.keys(variables).flatMap((variable) => {
      const earlier = maps.slice(0, index).find(([, other]) => Object.hasOwn(other, variable));
      return earlier === undefined ? [] : [`${map}.${variable}: ${earlier[0]} sets ${variable} too; name it once`];
    }),
  );
}

function probedPorts(probes: Service["probes"]): { path: string; port: string | undefined }[] {
  return (["startup", "readiness", "liveness"] as const).flatMap((kind) =>
    (["http", "tcp", "grpc"] as const).flatMap((way) => {
      const asked = probes[kind]?.[way];
      return asked === undefined ? [] : [{ path: `${kind}.${way}`, port: asked.port }];
    }),
  );
}
