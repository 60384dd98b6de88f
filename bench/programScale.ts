import { exitCodes, Problem } from "../errors/problem.ts";
import { engineService } from "../release/engine/embedded/engineService.ts";
import { startProgram } from "../release/engine/embedded/program.ts";
import { readProject } from "../release/engine/embedded/project.ts";
import { Run } from "../release/engine/embedded/run.ts";
import { engineSocket } from "../release/engine/embedded/engineSocket.ts";
import { serve } from "../release/engine/embedded/server.ts";
import { programConfig, readStackConfig } from "../release/engine/embedded/stackConfig.ts";
import { cancelled } from "./command.ts";
import { countingMonitor, peakMemoryMB, processorSeconds } from "./countingMonitor.ts";
import type { Reading } from "./result.ts";
import { benchStackFile, serviceNames } from "./stackFile.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

export const programScale = {
  name: "program-scale",
  about: "the Pulumi program alone, 10 to 500 services: start to last registration, peak memory",
  services: [10, 50, 100, 500],
};

const stack = "bench";
const longestSeconds = 120;

/** Rounds of the unchanged program with this many services. The first run of all, which only fills caches, is not counted. */
export async function measureProgram(services: number, runs: number, signal: AbortSignal): Promise<Reading[][]> {
  const workspace = await makeWorkspace();
  try {
    const shape = { services: serviceNames(services), replicas: 2, minReady: undefined, version: "v1" };
    await workspace.writeStack(stack, benchStackFile(shape));
    await runOnce(workspace, signal);
    const rounds: Reading[][] = [];
    for (let run = 0; run < runs; run++) rounds.push(await runOnce(workspace, signal));
    return rounds;
  } finally {
    await workspace.remove();
  }
}

async function runOnce({ dir, env }: Workspace, signal: AbortSignal): Promise<Reading[]> {
  const stop = AbortSignal.any([signal, AbortSignal.timeout(longestSeconds * 1000)]);
  const project = await readProject(dir);
  const config = programConfig(await readStackConfig({ projectDir: dir, stack }, project), undefined);
  const socket = engineSocket();
  const errors: string[] = [];
  const monitor = countingMonitor();
  const engine = engineService(new Run(() => undefined, stop), errors);
  const stopServing = await serve(socket.address, monitor.service, engine);
  const start = performance.now();
  const program = startProgram({ project, stack, address: socket.address, env, line: (text) => errors.push(text) });
  const onStop = (): void => {
    program.stop();
  };
  stop.addEventListener("abort", onStop);
  try {
    program.start(config, true);
    const end = await Promise.race([monitor.finished, program.ended]);
    if (signal.aborted) throw cancelled();
    if (end !== undefined || program.pid === undefined) throw failed(errors);
    const { registrations, lastAt } = monitor.count;
    return [
      { figure: "start → last registration", unit: "s", value: (lastAt - start) / 1000 },
      { figure: "processor time", unit: "s", value: processorSeconds(program.pid) },
      { figure: "peak memory", unit: "MB", value: peakMemoryMB(program.pid) },
      { figure: "registrations", unit: "", value: registrations },
    ];
  } finally {
    stop.removeEventListener("abort", onStop);
    program.stop();
    stopServing();
    socket.remove();
  }
}

function failed(errors: readonly string[]): Problem {
  return new Problem({
    code: "BENCH_PROGRAM_FAILED",
    what: "the program ended before it had registered everything",
    details: errors.flatMap((error) => error.split("\n")).slice(0, 8),
    exitCode: exitCodes.usage,
  });
}
