import { CommanderError } from "commander";
import { exitCodes } from "../errors/problem.ts";
import { allTold } from "./notices.ts";
import { releaseProgram } from "./program.ts";
import { reportError } from "./reportError.ts";

// Until a release takes them over: an end by exit, unlike by the signal itself, removes what is only for this run.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (process.listenerCount(signal) === 1) process.exit(exitCodes.interrupted);
  });
}

try {
  await releaseProgram().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  else process.exitCode = reportError(error, process.argv.includes("--json"));
}
await allTold();
// Watches and kept-alive connections must not keep a finished command waiting.
process.exit();
