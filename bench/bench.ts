import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { reportError } from "../cli/reportError.ts";
import { exitCodes } from "../errors/problem.ts";
import type { LabEvent } from "../lab/events.ts";
import { labUp } from "../lab/up.ts";
import { openArena } from "./arena.ts";
import type { Benchmark } from "./benchmark.ts";
import { crashingRelease } from "./crashingRelease.ts";
import { goodRelease } from "./goodRelease.ts";
import { measuredCommit, thisMachine } from "./machine.ts";
import { judge } from "./mustHold.ts";
import { noChange } from "./noChange.ts";
import { benchHelp, parseBenchOptions, type BenchOptions } from "./options.ts";
import { measureProgram, programScale } from "./programScale.ts";
import { reportLines, type BenchReport } from "./report.ts";
import { restart } from "./restart.ts";
import { figuresOf, type Figure, type Reading, type Requests } from "./result.ts";
import { rollback } from "./rollback.ts";
import { defaultReplicas } from "./stackFile.ts";
import { startTraffic } from "./traffic.ts";
import { projectDir } from "./workspace.ts";

/** In this order: a rollback finds the version that the good release left, and the crash comes last. */
const onCluster: readonly Benchmark[] = [goodRelease, rollback, noChange, restart, crashingRelease];
const all = [...onCluster, programScale];

/** Measures what was asked for; each number of services on an arena of its own, gone before the next. */
async function bench(options: BenchOptions, signal: AbortSignal): Promise<BenchReport> {
  const chosen = <T extends { name: string }>(list: readonly T[]): T[] =>
    list.filter(({ name }) => options.benchmarks.length === 0 || options.benchmarks.includes(name));
  const machine = thisMachine();
  const figures: Figure[] = [];
  for (const services of chosen([programScale]).flatMap((scale) => counts(options, scale.services))) {
    say(`${programScale.name}, ${services} services`);
    const rounds = await measureProgram(services, options.runs, signal);
    figures.push(...figuresOf({ benchmark: programScale.name, services }, rounds));
  }
  const benchmarks = chosen(onCluster);
  if (benchmarks.length > 0) await labUp({ emit: sayStep });
  for (const services of benchmarks.length === 0 ? [] : counts(options, [1, 10, 50])) {
    figures.push(...(await onArena(benchmarks, services, options, signal)));
  }
  return {
    at: new Date().toISOString(),
    commit: measuredCommit(projectDir),
    machine,
    options: process.argv.slice(2),
    figures,
    mustHold: judge(figures),
  };
}

async function onArena(
  benchmarks: readonly Benchmark[],
  services: number,
  { runs, minReady, replicas = defaultReplicas(services) }: BenchOptions,
  signal: AbortSignal,
): Promise<Figure[]> {
  say(`${services} services of ${replicas} replicas: first release, and kubectl's copies`);
  const arena = await openArena({ services, replicas, minReady, signal });
  try {
    const figures: Figure[] = [];
    for (const benchmark of benchmarks) {
      await benchmark.prepare?.(arena);
      const { rounds, requests } = await underTraffic(arena, async () => {
        const done: Reading[][] = [];
        for (let run = 1; run <= runs; run++) {
          say(`${benchmark.name}, ${services} services, round ${run} of ${runs}`);
          done.push(await benchmark.round(arena, run % 2 === 0));
        }
        return done;
      });
      figures.push(...figuresOf({ benchmark: benchmark.name, services, replicas, requests }, rounds));
    }
    return figures;
  } finally {
    say("removing its namespaces");
    await arena.close();
  }
}

async function underTraffic(
  { cluster, namespace, services }: Awaited<ReturnType<typeof openArena>>,
  work: () => Promise<Reading[][]>,
): Promise<{ rounds: Reading[][]; requests: Requests }> {
  const traffic = await startTraffic(cluster, namespace, services[0] ?? "");
  try {
    const rounds = await work();
    return { rounds, requests: await traffic.stop() };
  } finally {
    // A second stop finds it ended.
    await traffic.stop();
  }
}

function counts(options: BenchOptions, otherwise: readonly number[]): readonly number[] {
  return options.services.length > 0 ? options.services : otherwise;
}

function sayStep({ step, state }: LabEvent): void {
  if (state === "started") say(`lab: ${step}`);
}

function say(text: string): void {
  process.stderr.write(`bench  ${text}\n`);
}

/** Ctrl-C once: what runs is stopped and everything removed; twice: at once. */
function interruptible(): AbortSignal {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    say("stopping and cleaning up; Ctrl-C again stops at once and leaves namespaces bench-* behind");
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return controller.signal;
}

async function main(args: readonly string[]): Promise<number> {
  const options = parseBenchOptions(
    args,
    all.map(({ name }) => name),
  );
  if (options.help) {
    process.stdout.write(`${benchHelp(all)}\n`);
    return exitCodes.done;
  }
  const report = await bench(options, interruptible());
  const folder = join(projectDir, "bench", "results");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${report.at.replaceAll(":", "")}.json`), `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(`${options.json ? JSON.stringify(report, null, 2) : reportLines(report).join("\n")}\n`);
  return report.mustHold.every(({ ok }) => ok) ? exitCodes.done : exitCodes.rolledBack;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = reportError(error, process.argv.includes("--json"));
}
process.exit();
