import type { Resources } from "../config/resources.ts";
import type { Service } from "../config/stackConfig.ts";
import { restartResources } from "../objects/restart.ts";

/** A container of the service's pods, or of the job that restarts them. */
export interface NamedContainer {
  /** Where its parameters stand, below the service: `` for the main one, `sidecars.proxy`. */
  at: string;
  kind: "main" | "sidecar" | "init" | "restart";
  /** Its own image; undefined where it runs the service's. */
  image: string | undefined;
  resources: Omit<Resources, "devices">;
}

/** Every container that the service makes Kubernetes run. */
export function containersOf(service: Service): NamedContainer[] {
  const { sidecars, initContainers, restart } = service;
  return [
    { at: "", kind: "main", image: undefined, resources: service.resources },
    ...Object.entries(sidecars).map(([name, { image, resources }]) => ({
      ...({ at: `sidecars.${name}`, kind: "sidecar" } as const),
      ...{ image, resources },
    })),
    ...Object.entries(initContainers).map(([name, { image, resources }]) => ({
      ...({ at: `initContainers.${name}`, kind: "init" } as const),
      ...{ image, resources },
    })),
    ...(restart === undefined
      ? []
      : [{ at: "restart", kind: "restart", image: restart.image, resources: restartResources } as const]),
  ];
}
