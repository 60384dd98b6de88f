import type { Stack } from "../../parameters/stack.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { ReleaseRequest } from "../context.ts";
import { goesOnWithCanary } from "./needed.ts";
import { objectHashes } from "./planHash.ts";

/**
 * The services of a canary's step whose objects come to something else by now than when others approved its begin, though
 * their parameters are the same: a template was edited, or this program is of another version. Pure.
 * @param records newest first
 */
export function otherObjects(
  request: Pick<ReleaseRequest, "canary">,
  stack: Pick<Stack, "config">,
  records: readonly Pick<ReleaseRecord, "canary" | "approval" | "result">[],
): string[] {
  if (!goesOnWithCanary(request)) return [];
  const names = (request.canary?.at ?? []).map(({ service }) => service);
  const now = objectHashes(stack, names);
  return names.filter((service) => {
    const begin = records.find(
      ({ canary, approval, result }) =>
        canary?.at.some((one) => one.service === service) === true &&
        // Or a step that brought others in an emergency.
        (canary.action === "start" || (approval?.objects !== undefined && result === "succeeded")),
    );
    const then = begin?.approval?.objects?.[service];
    return then !== undefined && then !== now[service];
  });
}
