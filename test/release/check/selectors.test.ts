import assert from "node:assert/strict";
import type { Stack } from "../../../parameters/stack.ts";
import { checkSelectors } from "../../../release/check/selectors.ts";
import { Problem } from "../../../errors/problem.ts";
import type { ReleaseRecord } from "../../../records/record.ts";

function refusal(before: object, after: object): readonly string[] | undefined {
  const parameters = (basic: object) => ({ basic, release: { version: "v1" }, secrets: {} });
  const stack = { file: "Pulumi.shop.yaml", services: new Map([["web", { parameters: parameters(after) }]]) };
  const change = { service: "web", namespace: "shop", after: parameters(before) };
  const records = [{ result: "succeeded", changes: [change] }] as unknown as ReleaseRecord[];
  try {
    checkSelectors(stack as unknown as Stack, records);
    return undefined;
  } catch (error) {
    if (error instanceof Problem && error.code === "SELECTOR_CHANGED") return error.details;
    throw error;
  }
}

describe("checkSelectors", () => {
  const selector = { app: "web" };

  it("lets a service keep what its pods are found by, in any order", () => {
    assert.equal(refusal({ selector: { a: "1", b: "2" } }, { selector: { b: "2", a: "1" } }), undefined);
    assert.equal(refusal({}, {}), undefined);
  });

  it("refuses another selector, one that goes and one that comes", () => {
    assert.deepEqual(refusal({ selector }, { selector: { app: "shop" } }), ['web: {"app":"web"}, not {"app":"shop"}']);
    assert.deepEqual(refusal({ selector }, {}), ['web: {"app":"web"}, not our own (no selector)']);
    assert.deepEqual(refusal({}, { selector }), ['web: our own (no selector), not {"app":"web"}']);
  });
});
