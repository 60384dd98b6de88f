import { runCli, type CliCall } from "./cli.ts";
import type { UpdateSummary } from "./engine.ts";
import { summariesOf } from "./history.ts";
import { isUnknownStack, problemOf } from "./problems.ts";

/** Of one question where many may be asked. */
export const historyPage = 50;

/** Where all of it is asked for: no stack is looked at further back. */
export const longestHistory = 1000;

/** The stack's history, newest first; the newest ten unless `page` says otherwise. None of a stack the backend does not know. */
export async function askHistory(
  stack: string,
  call: Omit<CliCall, "args">,
  page: readonly string[] = [],
): Promise<UpdateSummary[]> {
  const { code, stdout, stderr } = await runCli({
    ...call,
    args: ["stack", "history", "--json", ...page, "--stack", stack],
  });
  if (code === 0) return summariesOf(stdout);
  if (isUnknownStack(stderr)) return [];
  throw problemOf({ stdout, stderr });
}
