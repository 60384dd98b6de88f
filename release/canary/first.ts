import { omit } from "../../components/config/omit.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { StackFileEdit } from "../../parameters/stackFileEdit.ts";
import type { WantedCanary } from "../verbs/canary.ts";
import { promotionEdits, stepEdits } from "./edits.ts";
import { expectedOf } from "./expected.ts";
import { outline } from "./outline.ts";
import { nextStep } from "./steps.ts";
import { canaryServices, inVersions } from "./walking.ts";

/**
 * What a walk is to do, for a preview: its outline, and the edits of the step that it takes next. The stable pods are
 * those that the stack's file says; what an autoscaler has made of them is asked with the step itself. Pure.
 * @throws UsageProblem CANARY_NOT_DECLARED
 */
export function firstOfWalk(
  { versions, superseded }: Pick<WantedCanary, "versions" | "superseded">,
  stack: Stack,
): { outline: string[]; edits: StackFileEdit[] } {
  const services = inVersions(canaryServices(stack, [...versions.keys()]), versions).map(({ service, ...one }) => {
    // Another version's canary is gone by then.
    const release = superseded.includes(service.name) ? omit(service.release, "canary") : service.release;
    return { ...one, service: { ...service, release }, stablePods: undefined };
  });
  const step = nextStep(services);
  const present = expectedOf([...versions.keys()], stack);
  const edits = step === undefined ? promotionEdits([...versions.keys()], present) : stepEdits(services, step, present);
  return { outline: outline(services), edits };
}
