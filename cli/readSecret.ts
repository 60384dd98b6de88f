import { createInterface } from "node:readline/promises";
import { text as textOf } from "node:stream/consumers";
import { Writable } from "node:stream";
import { exitCodes, Problem, UsageProblem } from "../errors/problem.ts";

/**
 * A secret from stdin, without the newline that ends it: piped in, or typed at the terminal, which does not show it.
 * @throws UsageProblem SECRET_EMPTY
 */
export async function readSecret(key: string): Promise<string> {
  const text = process.stdin.isTTY ? await ask(`Value of ${key} (not shown): `) : await textOf(process.stdin);
  const secret = text.replace(/\r?\n$/, "");
  if (secret !== "") return secret;
  throw new UsageProblem({
    code: "SECRET_EMPTY",
    what: `no value for ${key} came from stdin; nothing was written`,
    next: `e.g. release config set --secret ${key} < file`,
  });
}

async function ask(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  const silence = new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output: silence, terminal: true });
  try {
    return await terminal.question("");
  } catch (cause) {
    throw new Problem({
      code: "CANCELLED",
      what: "cancelled before anything was written",
      exitCode: exitCodes.interrupted,
      cause,
    });
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}
