/**
 * `node bench/stats.ts`: what `release stats` computes over 10,000 records, each from a commit of its own: from the text
 * that the cluster keeps of each to the table, the CSV and the picture. Needs git, and no cluster. Ends with 2 above 1 s.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvLines } from "../cli/renderers/figures/csv.ts";
import { figuresSvg } from "../cli/renderers/figures/svg.ts";
import { figuresLines } from "../cli/renderers/figures/table.ts";
import { styleFor } from "../cli/renderers/style.ts";
import { exitCodes } from "../errors/problem.ts";
import { changesOf } from "../figures/changes.ts";
import { commitTimes } from "../figures/commitTimes.ts";
import { groupings, rowsOf, type Grouping } from "../figures/rows.ts";
import type { ReleaseRecord } from "../records/record.ts";
import { madeRecords } from "./madeRecords.ts";
import { summarize } from "./statistics.ts";

const count = 10_000;
const limit = 1;
const hour = 3_600_000;
const until = Date.parse("2026-11-28T00:00:00Z");
const from = until - count * hour;
const services = Array.from({ length: 50 }, (_, index) => `service-${index}`);

function makeCommits(folder: string): string[] {
  const input = Array.from({ length: count }, (_, index) => {
    const seconds = Math.floor((from + index * hour) / 1000) - 600;
    return `commit refs/heads/main\ncommitter Ada <ada@example.com> ${seconds} +0000\ndata 2\nx\n\n`;
  }).join("");
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  execFileSync("git", ["fast-import", "--quiet"], { cwd: folder, input });
  const log = execFileSync("git", ["log", "--reverse", "--abbrev=12", "--format=%h", "main"], { cwd: folder });
  return log.toString().trim().split("\n");
}

function compute(texts: readonly string[], by: Grouping, folder: string): string[] {
  const records = texts.map((text) => JSON.parse(text) as ReleaseRecord);
  const changes = changesOf(records, commitTimes(folder, records));
  const period = { from, until };
  const view = { stacks: ["staging"], by, asked: period, period, rows: rowsOf(changes, { by, period, names: [] }) };
  return [...figuresLines(view, styleFor(process.stdout)), ...csvLines(view), figuresSvg(view)];
}

const folder = mkdtempSync(join(tmpdir(), "bench-stats-"));
try {
  const commits = makeCommits(folder);
  const texts = madeRecords({ count, from, services, namespace: "staging", stack: "staging", commits }).map((record) =>
    JSON.stringify(record),
  );
  // The first one as a command has it, with nothing compiled yet.
  const seconds = [...groupings, ...groupings].map((by) => {
    const begun = performance.now();
    compute(texts, by, folder);
    return (performance.now() - begun) / 1000;
  });
  const { median, min, max } = summarize(seconds);
  const span = `median ${median.toFixed(2)} s, ${min.toFixed(2)} to ${max.toFixed(2)} s of ${seconds.length} rounds, by service, stack and week`;
  process.stdout.write(`figures over ${texts.length} records: ${span}; limit ${limit} s\n`);
  process.exitCode = max <= limit ? exitCodes.done : exitCodes.rolledBack;
} finally {
  rmSync(folder, { recursive: true });
}
