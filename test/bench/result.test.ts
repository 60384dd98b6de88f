import assert from "node:assert/strict";
import { figuresOf } from "../../bench/result.ts";

describe("bench figures", () => {
  it("gather the rounds of each figure, the peers' beside ours", () => {
    const setting = { benchmark: "crashing-release", services: 1, replicas: 3, requests: { sent: 10, failed: 0 } };
    const rounds = [
      [
        { figure: "release", unit: "s", value: 8, beside: { kubectl: 6, helm: 9 } },
        { figure: "doomed → verdict", unit: "s", value: 0.1 },
      ],
      [
        { figure: "release", unit: "s", value: 9, beside: { kubectl: 7, helm: 10 } },
        { figure: "doomed → verdict", unit: "s", value: 0.2 },
      ],
    ] as const;
    assert.deepEqual(figuresOf(setting, rounds), [
      { ...setting, figure: "release", unit: "s", values: [8, 9], beside: { kubectl: [6, 7], helm: [9, 10] } },
      { ...setting, figure: "doomed → verdict", unit: "s", values: [0.1, 0.2], beside: {} },
    ]);
  });
});
