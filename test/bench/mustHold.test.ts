import assert from "node:assert/strict";
import { judge } from "../../bench/mustHold.ts";
import type { Figure } from "../../bench/result.ts";

function figure(parts: Partial<Figure>): Figure {
  return { benchmark: "good-release", figure: "release", services: 1, unit: "s", values: [], beside: {}, ...parts };
}

describe("the limits that must hold", () => {
  it("take the ratio of medians for a good release of one service", () => {
    assert.deepEqual(judge([figure({ values: [12.5, 12, 99], beside: { kubectl: [10, 10, 10] } })]), [
      {
        says: "good release of 3 replicas, to kubectl set image + rollout status",
        measured: 1.25,
        limit: 1.25,
        unit: "x",
        ok: true,
      },
    ]);
  });

  it("take the worst round for a time", () => {
    const [judgement] = judge([figure({ benchmark: "first-deploy", services: 50, values: [30, 30, 45.1] })]);
    assert.deepEqual([judgement?.measured, judgement?.ok], [45.1, false]);
  });

  it("take the worst look at what was changed by hand, of 50 services", () => {
    const looks = { benchmark: "drift", figure: "look", values: [0.1, 0.31], beside: { kubectl: [0.4, 0.4] } };
    const judged = judge([figure({ ...looks, services: 50 }), figure({ ...looks, services: 6 })]);
    assert.deepEqual(judged, [
      {
        says: "look at what was changed by hand, 50 healthy services",
        measured: 0.31,
        limit: 0.3,
        unit: "s",
        ok: false,
      },
    ]);
  });

  it("take what is more than the CLI's own time for a release without a change", () => {
    const values = { benchmark: "no-change", services: 6, values: [2.5, 2.75, 9], beside: { pulumi: [2, 2, 2] } };
    assert.deepEqual(
      judge([figure(values)]).map(({ measured, unit, ok }) => [measured, unit, ok]),
      [[0.75, "s", true]],
    );
  });

  it("say nothing of numbers of services that nothing was promised for", () => {
    assert.deepEqual(judge([figure({ benchmark: "no-change", services: 10, values: [9] })]), []);
  });

  it("hold a promise for any number of services against each", () => {
    const verdict = { benchmark: "crashing-release", figure: "doomed → verdict", values: [0.1] };
    const judged = judge([figure({ ...verdict, services: 1 }), figure({ ...verdict, services: 10 })]);
    assert.deepEqual(
      judged.map(({ says }) => says),
      [
        "doomed → verdict, after the kubelet reported it (1 service)",
        "doomed → verdict, after the kubelet reported it (10 services)",
      ],
    );
  });

  it("count the requests of one benchmark once, however many figures it has", () => {
    const requests = { sent: 1200, failed: 1 };
    const judged = judge([
      figure({ figure: "a", values: [1], requests }),
      figure({ figure: "b", values: [1], requests }),
    ]);
    assert.deepEqual(judged, [
      {
        says: "failed of 1,200 requests, new and kept-alive connections",
        measured: 1,
        limit: 0,
        unit: "requests",
        ok: false,
      },
    ]);
  });
});
