import { exitCodes, Problem } from "../../../errors/problem.ts";
import type { Stack, RunParts } from "./change.ts";
import { engineService } from "./engineService.ts";
import { Hooks } from "./hooks.ts";
import { monitorService } from "./monitor.ts";
import { startProgram } from "./program.ts";
import type { Program } from "./program.ts";
import { Reader } from "./reader.ts";
import { Registrar } from "./registrar.ts";
import { engineSocket, serve } from "./server.ts";
import type { EngineSocket } from "./server.ts";
import type { ProgramConfig } from "./stackConfig.ts";

/** A program that has been started and loads, and where it will look for the engine. */
export interface LoadingProgram {
  program: Program;
  socket: EngineSocket;
  /** Lines it wrote before anyone listened. */
  listen: (line: (text: string, stream: "stdout" | "stderr") => void) => void;
}

/** Starts the program at once: its loading takes the longest of all, and needs nothing yet. */
export async function loadProgram({ project, location, env }: Stack): Promise<LoadingProgram> {
  const socket = await engineSocket();
  const early: [string, "stdout" | "stderr"][] = [];
  let listener: ((text: string, stream: "stdout" | "stderr") => void) | undefined;
  const line = (text: string, stream: "stdout" | "stderr"): void => {
    if (listener === undefined) early.push([text, stream]);
    else listener(text, stream);
  };
  try {
    const program = startProgram({ project, stack: location.stack, address: socket.address, env, line });
    return {
      program,
      socket,
      listen: (heard) => {
        listener = heard;
        for (const [text, stream] of early.splice(0)) heard(text, stream);
      },
    };
  } catch (error) {
    await socket.remove();
    throw error;
  }
}

export async function unload({ program, socket }: LoadingProgram): Promise<void> {
  program.stop();
  await socket.remove();
}

/** Runs the program to its end, doing what it asks for. Afterwards the run says what became of it. */
export async function runProgram(
  stack: Stack,
  loading: LoadingProgram,
  config: ProgramConfig,
  parts: RunParts,
  dryRun: boolean,
  targets: readonly string[] | undefined,
): Promise<void> {
  const { location, project } = stack;
  const { run } = parts;
  const errors: string[] = [];
  loading.listen((text, stream) => {
    run.note(stream === "stderr" ? "warning" : "info", text);
  });
  const hooks = new Hooks(run);
  const names = { stack: location.stack, project: project.name };
  const registrar = new Registrar({
    ...names,
    ...parts,
    hooks,
    dryRun,
    targets: targets === undefined ? undefined : new Set(targets),
  });
  const { promise: finished, resolve: finish } = Promise.withResolvers<"finished">();
  const monitor = monitorService({
    run,
    registrar,
    reader: new Reader({ ...names, ...parts }),
    hooks,
    projectDir: project.dir,
    finished: () => {
      finish("finished");
    },
  });
  const stopServing = await serve(loading.socket.address, monitor, engineService(run, errors));
  try {
    loading.program.start(config, dryRun);
    const end = await Promise.race([finished, run.stopped.then(() => "stopped" as const), loading.program.ended]);
    // Also with exit code 0: what ends by process.exit has not declared all it has, and nothing may be deleted for it.
    if (typeof end === "number" && !run.stopping) run.fail(programFailed(errors, end, project.dir));
    else if (errors.length > 0 && !run.stopping) run.fail(programFailed(errors, 1, project.dir));
    if (run.stopping) await run.stopped;
  } finally {
    // What it says while it is being ended is of no interest.
    loading.listen(() => undefined);
    loading.program.stop();
    hooks.close();
    stopServing();
  }
}

const unhandled = /^Running program '.*' failed with an unhandled exception:\n/s;
const shownLines = 20;

/** The program's own words: of an expected error (RunError) its message alone, of any other its stack too. */
function programFailed(errors: readonly string[], exitCode: number, where: string): Problem {
  const lines = errors
    .flatMap((error) => error.replace(unhandled, "").split("\n"))
    .filter((line) => line.trim() !== "");
  const [first, ...rest] = lines;
  return new Problem({
    code: "PROGRAM_FAILED",
    what:
      first ??
      `the program ended by itself, with exit code ${exitCode}, before all was declared: nothing is deleted for it`,
    where,
    details: rest.slice(0, shownLines),
    exitCode: exitCodes.usage,
  });
}
