import assert from "node:assert/strict";
import { figuresOf } from "../../bench/result.ts";

describe("bench figures", () => {
  it("gather the rounds of each figure, kubectl's beside ours", () => {
    const setting = { benchmark: "crashing-release", services: 1, replicas: 3, requests: { sent: 10, failed: 0 } };
    const rounds = [
      [
        { figure: "release", unit: "s", value: 8, kubectl: 6 },
        { figure: "doomed → verdict", unit: "s", value: 0.1 },
      ],
      [
        { figure: "release", unit: "s", value: 9, kubectl: 7 },
        { figure: "doomed → verdict", unit: "s", value: 0.2 },
      ],
    ] as const;
    assert.deepEqual(figuresOf(setting, rounds), [
      { ...setting, figure: "release", unit: "s", values: [8, 9], kubectl: [6, 7] },
      { ...setting, figure: "doomed → verdict", unit: "s", values: [0.1, 0.2], kubectl: [] },
    ]);
  });
});
