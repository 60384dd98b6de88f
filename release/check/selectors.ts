import { isDeepStrictEqual } from "node:util";
import { UsageProblem } from "../../errors/problem.ts";
import type { Stack } from "../../parameters/stack.ts";
import { lastGood } from "../../records/choose.ts";
import type { ReleaseRecord } from "../../records/record.ts";

/**
 * Refuses another selector than a service was released or adopted with: Kubernetes changes none, so Pulumi would delete
 * the Deployment with its pods and make another.
 * @throws UsageProblem SELECTOR_CHANGED
 */
export function checkSelectors(stack: Stack, records: readonly ReleaseRecord[]): void {
  const details = [...stack.services].flatMap(([service, { parameters }]) => {
    const before = lastGood(records, service);
    if (before === undefined || isDeepStrictEqual(before.basic.selector, parameters.basic.selector)) return [];
    return [`${service}: ${text(before.basic.selector)}, not ${text(parameters.basic.selector)}`];
  });
  if (details.length === 0) return;
  throw new UsageProblem({
    code: "SELECTOR_CHANGED",
    what: "the labels that pods are found by cannot change: all of a service's pods would go before new ones came",
    where: stack.file,
    details,
    next: "put releases:services.SERVICE.selector back as it was; a service under another name may have another one",
  });
}

function text(selector: unknown): string {
  return selector === undefined ? "our own (no selector)" : JSON.stringify(selector);
}
