import assert from "node:assert/strict";
import type { ResourceState } from "../../../release/engine/embedded/checkpoint.ts";

/**
 * What the Pulumi CLI asks of a state before it uses it: each resource stands after its parent, its provider and what it
 * depends on, and none lives twice. https://github.com/pulumi/pulumi/blob/master/pkg/resource/stack/snapshot/integrity.go
 */
export function assertIntegrity(resources: readonly ResourceState[]): void {
  const seen = new Set<string>();
  const references = new Set<string>();
  for (const {
    urn,
    id = "",
    type,
    parent,
    provider,
    dependencies = [],
    propertyDependencies = {},
    deletedWith,
    delete: doomed,
  } of resources) {
    const named = {
      parent,
      deletedWith,
      ...Object.fromEntries(
        [...dependencies, ...Object.values(propertyDependencies).flat()].map((need, index) => [
          `dependency ${index}`,
          need,
        ]),
      ),
    };
    for (const [kind, need] of Object.entries(named))
      assert.ok(need === undefined || seen.has(need), `${urn} stands before its ${kind} ${need ?? ""}`);
    assert.ok(
      provider === undefined || references.has(provider),
      `${urn} stands before its provider ${provider ?? ""}`,
    );
    if (type.startsWith("pulumi:providers:")) references.add(`${urn}::${id}`);
    assert.ok(
      doomed === true || !seen.has(urn) || resources.some((other) => other.urn === urn && other.delete === true),
      `${urn} lives twice`,
    );
    seen.add(urn);
  }
}
