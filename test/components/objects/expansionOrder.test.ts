import assert from "node:assert/strict";
import { inExpansionOrder } from "../../../components/objects/expansionOrder.ts";
import { renderService } from "../../../components/render.ts";
import { website } from "../support.ts";

function order(values: Record<string, string>): string[] {
  return inExpansionOrder(Object.entries(values).map(([name, value]) => ({ name, value }))).map(
    ({ name }) => name as string,
  );
}

describe("variables that name others", () => {
  it("come after them, secrets too: Kubernetes expands only earlier ones", () => {
    const service = website({
      env: { MODE: "live", REDIS_URL: "redis://:$(REDIS_PASSWORD)@redis", LAST: "1" },
      secrets: { OTHER: "other", REDIS_PASSWORD: "redisPassword" },
    });
    const deployment = renderService(service).find(({ kind }) => kind === "Deployment");
    const { containers } = (
      deployment as unknown as { spec: { template: { spec: { containers: { env: object[] }[] } } } }
    ).spec.template.spec;
    assert.deepEqual(
      containers[0]!.env.map((variable) => (variable as { name: string }).name),
      ["LAST", "MODE", "REDIS_PASSWORD", "REDIS_URL", "OTHER"],
    );
  });

  it("stay where they are where nothing asks for another order", () => {
    assert.deepEqual(order({ B: "$(A)", A: "1", C: "$(B)$(A)" }), ["A", "B", "C"]);
    assert.deepEqual(order({ C: "3", A: "$(C)", B: "2" }), ["C", "A", "B"]);
    assert.deepEqual(order({ B: "$$(A)", A: "1" }), ["B", "A"]);
    assert.deepEqual(order({ B: "$$$(A)", A: "1" }), ["A", "B"]);
    assert.deepEqual(order({ A: "$(NOWHERE) $(constructor)" }), ["A"]);
  });

  it("stay as they are where they name each other in a circle", () => {
    assert.deepEqual(order({ A: "$(B)", B: "$(A)", C: "$(C)" }), ["B", "A", "C"]);
  });
});
