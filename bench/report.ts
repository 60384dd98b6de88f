import { table } from "../cli/renderers/units.ts";
import type { Machine } from "./machine.ts";
import type { Judgement } from "./mustHold.ts";
import { peers, type Figure, type Peer } from "./result.ts";
import { ratio, summarize } from "./statistics.ts";

/** What a run of `npm run bench` found, as it is kept in bench/results/. */
export interface BenchReport {
  at: string;
  commit: string | undefined;
  machine: Machine;
  /** The command line after `--`. */
  options: readonly string[];
  figures: readonly Figure[];
  mustHold: readonly Judgement[];
}

const width = (text: string): number => text.length;

/** The report for a person, and for docs/benchmarks.md. */
export function reportLines({ at, commit, machine, options, figures, mustHold }: BenchReport): string[] {
  // A column of nothing says nothing.
  const shown = peers.filter((peer) => figures.some(({ beside }) => beside[peer] !== undefined));
  const seen = `${machine.cpus} × ${machine.model}, ${machine.memoryGB} GB, Node ${machine.node}, load ${machine.load.toFixed(1)}`;
  return [
    `${at.slice(0, 16).replace("T", " ")} UTC, commit ${commit ?? "unknown"}: npm run bench -- ${options.join(" ")}`,
    seen,
    "",
    ...table(
      [
        [
          "BENCHMARK",
          "SERVICES",
          "FIGURE",
          "MEDIAN",
          "MIN",
          "MAX",
          ...shown.map((peer) => peer.toUpperCase()),
          "REQUESTS",
          "FAILED",
        ],
        ...figures.map((figure) => row(figure, shown)),
      ],
      width,
    ),
    ...(mustHold.length === 0
      ? []
      : ["", ...table([["MUST HOLD", "MEASURED", "LIMIT", ""], ...mustHold.map(judgement)], width)]),
  ];
}

function row(
  { benchmark, services, replicas, figure, unit, values, beside, requests }: Figure,
  shown: readonly Peer[],
): string[] {
  const { median, min, max } = summarize(values);
  return [
    benchmark,
    replicas === undefined ? String(services) : `${services} × ${replicas}`,
    figure,
    ...[median, min, max].map((value) => amount(value, unit)),
    ...shown.map((peer) => peerCell(values, beside[peer], unit)),
    requests === undefined ? "" : requests.sent.toLocaleString("en"),
    requests === undefined ? "" : String(requests.failed),
  ];
}

/** `12.39 s (1.34 x)`: its median, and how many times as long we took. */
function peerCell(values: readonly number[], its: readonly number[] = [], unit: string): string {
  const times = ratio(values, its);
  return times === undefined ? "" : `${amount(summarize(its).median, unit)} (${times.toFixed(2)} x)`;
}

function judgement({ says, measured, limit, unit, ok }: Judgement): string[] {
  return [says, amount(measured, unit), `≤ ${limit} ${unit}`, ok ? "ok" : "NOT OK"];
}

function amount(value: number, unit: string): string {
  return `${unit === "MB" || unit === "requests" ? value.toFixed(0) : value.toFixed(2)} ${unit}`;
}
