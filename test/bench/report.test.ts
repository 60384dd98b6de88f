import assert from "node:assert/strict";
import { judge } from "../../bench/mustHold.ts";
import { reportLines } from "../../bench/report.ts";
import type { Figure } from "../../bench/result.ts";

describe("the benchmark's report", () => {
  it("shows machine, date and commit, every figure beside the peers', and every limit with its end", () => {
    const figures: Figure[] = [
      {
        benchmark: "good-release",
        figure: "release",
        services: 1,
        replicas: 3,
        unit: "s",
        values: [4, 5, 4.5],
        beside: { kubectl: [3, 3, 3], pulumi: [4.5, 4.5, 4.5] },
        requests: { sent: 12345, failed: 0 },
      },
      { benchmark: "no-change", figure: "release", services: 50, unit: "s", values: [3.2], beside: {} },
    ];
    const lines = reportLines({
      at: "2026-11-22T03:10:00.000Z",
      commit: "abc1234",
      machine: { cpus: 2, model: "Xeon", memoryGB: 24, node: "v24.21.0", load: 0.31 },
      options: ["--runs", "3"],
      figures,
      mustHold: judge(figures),
    });
    assert.deepEqual(lines, [
      "2026-11-22 03:10 UTC, commit abc1234: npm run bench -- --runs 3",
      "2 × Xeon, 24 GB, Node v24.21.0, load 0.3",
      "",
      "BENCHMARK     SERVICES  FIGURE   MEDIAN  MIN     MAX     KUBECTL          PULUMI           REQUESTS  FAILED",
      "good-release  1 × 3     release  4.50 s  4.00 s  5.00 s  3.00 s (1.50 x)  4.50 s (1.00 x)  12,345    0",
      "no-change     50        release  3.20 s  3.20 s  3.20 s",
      "",
      "MUST HOLD                                                          MEASURED    LIMIT",
      "good release of 3 replicas, to kubectl set image + rollout status  1.50 x      ≤ 1.25 x      NOT OK",
      "good release of 3 replicas, to pulumi up --skip-preview            1.00 x      ≤ 1.1 x       ok",
      "failed of 12,345 requests, new and kept-alive connections          0 requests  ≤ 0 requests  ok",
    ]);
  });
});
