import type { StackConfig } from "../config/stackConfig.ts";
import { commandGround, commandPods } from "./commandObjects.ts";
import type { AnyManifest } from "./manifest.ts";
import { watcherService } from "./watcherService.ts";

/**
 * What runs `release watch` in the cluster for the stack itself, in the order it is to be made; none where the stack does
 * not say so. It depends on nothing that a release changes: a release of the services leaves those alone that do it.
 */
export function watcherObjects(stack: StackConfig): AnyManifest[] {
  const { watch } = stack;
  if (watch === undefined) return [];
  const service = watcherService(stack, watch);
  const all = [...commandGround(service, stack, watch.access), commandPods(service)];
  return all.filter((manifest) => manifest !== undefined);
}

/** Its name in Pulumi: a Role stands in each namespace. */
export function watcherResource({ metadata: { namespace = "", name } }: AnyManifest): string {
  return `${namespace}/${name}`;
}
