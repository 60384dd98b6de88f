import type { StackConfig } from "../config/stackConfig.ts";
import { commandGround, commandPods } from "./commandObjects.ts";
import { consoleService } from "./consoleService.ts";
import type { AnyManifest } from "./manifest.ts";
import { podDisruptionBudget } from "./podDisruptionBudget.ts";
import { gatewayRoutes, ingresses } from "./route.ts";
import { service as kubernetesService } from "./service.ts";

/**
 * What runs `release console` in the cluster for the stack itself, in the order it is to be made; none where the stack does not
 * say so. Its account may look, as a viewer may; whom it acts as decides what else is done: `release rbac` prints that right.
 */
export function consoleObjects(stack: StackConfig): AnyManifest[] {
  const { console } = stack;
  if (console === undefined) return [];
  const service = consoleService(stack, console);
  return [
    ...commandGround(service, stack, "viewer"),
    kubernetesService(service),
    ...ingresses(service),
    ...gatewayRoutes(service),
    podDisruptionBudget(service),
    commandPods(service),
  ].filter((manifest) => manifest !== undefined);
}
