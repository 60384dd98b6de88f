import assert from "node:assert/strict";
import fc from "fast-check";
import { byRelease } from "../../figures/byRelease.ts";
import type { Change } from "../../figures/change.ts";
import { figuresOf, type Figures } from "../../figures/figures.ts";
import { rowsOf } from "../../figures/rows.ts";
import { anyChanges, begin } from "./arbitraries.ts";

const day = 86_400_000;
const period = { from: begin, until: begin + 30 * day };

function change(service: string, release: number, parts: Partial<Change> = {}): Change {
  const startedAt = begin + release * day;
  const known = { stack: "staging", service, release: `r${release}`, startedAt, endedAt: startedAt + 60_000 };
  return { ...known, deployed: true, failed: false, lead: "unknown", ...parts };
}

describe("the figures", () => {
  it("are counts, a rate of all whose end is known, and medians", () => {
    const changes = [
      change("web", 1, { lead: 100 }),
      change("web", 2, { lead: "again" }),
      change("web", 3, { failed: true, restoredAt: begin + 3 * day + 90_000 }),
      change("web", 4, { deployed: false, failed: true }),
      change("web", 5, { deployed: false }),
    ];
    assert.deepEqual(figuresOf(changes, period), {
      deployments: 3,
      deploymentsPerDay: 0.1,
      leadTime: { median: 100, known: 1, again: 1, unknown: 1 },
      changeFailure: { rate: 0.5, failed: 2, changes: 4, unfinished: 1 },
      timeToRestore: { median: 90, restored: 1, open: 1 },
    } satisfies Figures);
  });

  it("are of what ended in the period: its begin belongs to it, its end does not", () => {
    const at = (time: number) => change("web", 1, { startedAt: time, endedAt: time });
    const changes = [at(begin - 1), at(begin), at(period.until - 1), at(period.until)];
    assert.equal(figuresOf(changes, period).deployments, 2);
  });

  it("have no rate and no median of nothing", () => {
    assert.deepEqual(figuresOf([], period), {
      deployments: 0,
      deploymentsPerDay: 0,
      leadTime: { known: 0, again: 0, unknown: 0 },
      changeFailure: { failed: 0, changes: 0, unfinished: 0 },
      timeToRestore: { restored: 0, open: 0 },
    });
  });

  it("count a release of two services once for the stack: failed where one failed, well again once all are", () => {
    const [one] = byRelease([
      change("web", 1, { lead: 60 }),
      change("docs", 1, { failed: true, restoredAt: begin + 5 }),
      change("jp", 1, { deployed: false, failed: true, restoredAt: begin + 9 }),
    ]);
    assert.deepEqual(one, change("", 1, { lead: 60, failed: true, restoredAt: begin + 9 }));
    const [open] = byRelease([
      change("web", 1, { failed: true, restoredAt: begin }),
      change("jp", 1, { failed: true }),
    ]);
    assert.equal(open?.restoredAt, undefined);
  });
});

describe("the rows", () => {
  it("name each service, those without a release too, and all of them", () => {
    const rows = rowsOf([change("web", 1), change("docs", 1)], { by: "service", period, names: ["web", "quiet"] });
    assert.deepEqual(
      rows.map(({ name, figures }) => [name, figures.deployments]),
      [
        ["docs", 1],
        ["quiet", 0],
        ["web", 1],
        ["all", 1],
      ],
    );
  });

  it("name each stack, and all where there are several", () => {
    const both = [change("web", 1), change("web", 1, { stack: "prod" })];
    const names = (changes: Change[]) => rowsOf(changes, { by: "stack", period, names: [] }).map(({ name }) => name);
    assert.deepEqual(names(both), ["prod", "staging", "all"]);
    assert.deepEqual(names([change("web", 1)]), ["staging"]);
  });

  it("of weeks add up to the whole, whatever there is", () => {
    fc.assert(
      fc.property(anyChanges, (changes) => {
        const rows = rowsOf(changes, { by: "week", period, names: [] });
        const all = rows.at(-1)?.figures ?? figuresOf([], period);
        const sum = (of: (figures: Figures) => number) =>
          rows.slice(0, -1).reduce((total, { figures }) => total + of(figures), 0);
        assert.equal(
          sum(({ deployments }) => deployments),
          all.deployments,
        );
        assert.equal(
          sum(({ changeFailure }) => changeFailure.failed),
          all.changeFailure.failed,
        );
        assert.equal(
          sum(({ timeToRestore }) => timeToRestore.open),
          all.timeToRestore.open,
        );
        assert.equal(
          sum(({ leadTime }) => leadTime.known),
          all.leadTime.known,
        );
      }),
    );
  });

  it("hold what no row may break: parts add up, a rate is from 0 to 1, the stack's count is no service's sum", () => {
    fc.assert(
      fc.property(anyChanges, (changes) => {
        const rows = rowsOf(changes, { by: "service", period, names: [] });
        for (const { figures } of rows) {
          const { deployments, leadTime, changeFailure, timeToRestore } = figures;
          assert.equal(leadTime.known + leadTime.again + leadTime.unknown, deployments);
          assert.equal(timeToRestore.restored + timeToRestore.open, changeFailure.failed);
          assert.ok(changeFailure.changes >= deployments && changeFailure.changes >= changeFailure.failed);
          if (changeFailure.rate !== undefined) assert.ok(changeFailure.rate >= 0 && changeFailure.rate <= 1);
        }
        const services = rows.slice(0, -1).map(({ figures }) => figures.deployments);
        const all = rows.at(-1)?.figures.deployments ?? 0;
        assert.ok(all <= services.reduce((total, count) => total + count, 0));
      }),
    );
  });
});
