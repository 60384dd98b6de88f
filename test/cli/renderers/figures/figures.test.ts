import assert from "node:assert/strict";
import { csvLines } from "../../../../cli/renderers/figures/csv.ts";
import { figuresSvg } from "../../../../cli/renderers/figures/svg.ts";
import { figuresLines } from "../../../../cli/renderers/figures/table.ts";
import { plainStyle } from "../../../../cli/renderers/style.ts";
import type { Change } from "../../../../figures/change.ts";
import { rowsOf } from "../../../../figures/rows.ts";
import type { FiguresView } from "../../../../figures/view.ts";

const from = Date.parse("2026-11-01T00:00:00Z");
const period = { from, until: Date.parse("2026-11-29T00:00:00Z") };

function change(service: string, day: number, parts: Partial<Change> = {}): Change {
  const startedAt = from + day * 86_400_000;
  const known = { stack: "staging", service, release: `r${day}`, startedAt, endedAt: startedAt + 20_000 };
  return { ...known, deployed: true, failed: false, lead: "unknown", ...parts };
}

const changes = [
  ...[1, 2, 3].map((day) => change("website", day, { lead: day * 1800 })),
  change("website", 4, { failed: true, restoredAt: from + 4 * 86_400_000 + 125_000 }),
  change("docs", 5, { lead: 4 * 86_400 }),
  change("docs", 6, { deployed: false, failed: true }),
];
const view = (parts: Partial<FiguresView> = {}): FiguresView => ({
  ...{ stacks: ["staging"], by: "service", asked: period, period },
  rows: rowsOf(changes, { by: "service", period, names: ["a<b", "docs", "website"] }),
  ...parts,
});

describe("the figures on screen", () => {
  it("are a table with what each of them is", () => {
    assert.deepEqual(figuresLines(view(), plainStyle), [
      "staging, 2026-11-01 00:00 to 2026-11-29 00:00 UTC",
      "",
      "SERVICE  DEPLOYMENTS  PER DAY       LEAD TIME            CHANGES FAILED  RESTORED IN",
      "a<b      0            –             –                    –               –",
      "docs     1            1 in 28 days  4 d                  1 of 2 (50 %)   1 not yet",
      "website  4            0.1           1 h (3 of 4)         1 of 4 (25 %)   2 min 5 s",
      "all      5            0.2           1 h 15 min (4 of 5)  2 of 6 (33 %)   2 min 5 s, 1 not yet",
      "",
      "deployments: releases that came to serve: deploy, promote, resubmit, a plain pulumi up; one of the stack, one of each service",
      "lead time: median from the commit of the checkout until it served, of commits that are known and had not served before",
      "changes failed: of all that came to serve or failed, what failed by itself or was taken back by a rollback later",
      "restored in: median from the begin of the release that failed until the service was well again",
      "docs/figures.md has the edge cases",
    ]);
  });

  it("say of what time nothing is on record, and whose they are", () => {
    const late = { ...period, from: from + 60_000 };
    const lines = figuresLines(view({ period: late, service: "docs", stacks: ["staging", "prod"] }), plainStyle);
    assert.equal(lines[0], "docs in staging, prod, 2026-11-01 00:01 to 2026-11-29 00:00 UTC");
    assert.ok(lines.includes("nothing is on record of the time before 2026-11-01 00:01: it is not counted"));
  });
});

describe("the figures as CSV", () => {
  it("have a column of each, times in seconds, and nothing where nothing is known", () => {
    const rows = rowsOf(changes, { by: "service", period, names: [] });
    const odd = { ...rows[0], name: 'a,"b"' } as (typeof rows)[0];
    assert.deepEqual(csvLines({ by: "service", rows: [...rows.slice(0, 1), odd] }), [
      "service,from,until,deployments,deployments_per_day,lead_time_median_seconds,lead_time_known,lead_time_again,lead_time_unknown,changes,changes_failed,changes_unfinished,change_failure_rate,time_to_restore_median_seconds,restored,not_restored",
      "docs,2026-11-01T00:00:00.000Z,2026-11-29T00:00:00.000Z,1,0.036,345600,1,0,0,2,1,0,0.5,,0,1",
      '"a,""b""",2026-11-01T00:00:00.000Z,2026-11-29T00:00:00.000Z,1,0.036,345600,1,0,0,2,1,0,0.5,,0,1',
    ]);
  });
});

describe("the figures as a picture", () => {
  const svg = figuresSvg(view());

  it("have a bar for each value, the longest of a column full, and none of all", () => {
    const bars = [...svg.matchAll(/class="bar( bad)?" x="(\d+)" y="(\d+)" width="(\d+)"/g)].map(
      ([, bad, x, y, width]) => {
        return `${bad === undefined ? "good" : "bad"} ${x ?? ""} ${y ?? ""} ${width ?? ""}`;
      },
    );
    assert.deepEqual(bars, [
      "good 194 193 45",
      "good 404 193 180",
      "bad 614 193 180",
      "good 194 233 180",
      "good 404 233 2",
      "bad 614 233 90",
      "bad 824 233 180",
    ]);
  });

  it("are well-formed, whatever a name has in it, and say what they are", () => {
    assert.ok(svg.includes("a&lt;b") && !svg.includes("a<b"));
    assert.ok(svg.includes('<title id="title">Release figures by service: staging, 2026-11-01 00:00'));
    const tags = [...svg.matchAll(/<(\/?)(svg|g|text|title|style)\b[^>]*>/g)];
    assert.equal(tags.filter(([, close]) => close === "/").length * 2, tags.length);
  });

  it("have colours for dark ground too", () => {
    assert.match(svg, /@media \(prefers-color-scheme:dark\)\{text\{fill:#e6edf3\}/);
  });
});
