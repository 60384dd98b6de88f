import { exitCodes, Problem } from "../../../errors/problem.ts";
import type { Stack, RunParts } from "./change.ts";
import { engineService } from "./engineService.ts";
import { Hooks } from "./hooks.ts";
import type { LoadingProgram } from "./loadProgram.ts";
import { monitorService } from "./monitor.ts";
import { Reader } from "./reader.ts";
import { Registrar } from "./registrar.ts";
import { serve } from "./server.ts";
import type { ProgramConfig } from "./stackConfig.ts";

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
