import { CommanderError } from "commander";
import { endBySignal } from "./endBySignal.ts";
import { exitCodes } from "../errors/problem.ts";
import { allTold } from "./notices.ts";
import { releaseProgram } from "./program.ts";
import { reportError } from "./reportError.ts";

const over = endBySignal();

try {
  await releaseProgram().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  else process.exitCode = reportError(error, process.argv.includes("--json"));
}
over();
await allTold();
// Watches and kept-alive connections must not keep a finished command waiting.
process.exit();
