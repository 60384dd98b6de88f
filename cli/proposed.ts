import type { ExitCode } from "../errors/problem.ts";
import { describedProposal } from "../release/approvals/described.ts";
import { Proposed } from "../release/approvals/problems.ts";
import type { Output } from "./output.ts";
import { proposedLines } from "./renderers/proposals.ts";

/** Says that a release waits for others, which is no failure; whatever else was thrown goes on. Returns the exit code. */
export function tellProposed(error: unknown, output: Output): ExitCode {
  if (!(error instanceof Proposed)) throw error;
  const proposal = describedProposal(error.proposal, new Date());
  const stale = error.stale?.id;
  output.result(proposedLines(proposal, stale, output.style), {
    ...{ changed: false, release: null, proposal },
    ...(stale === undefined ? {} : { stale }),
  });
  return error.exitCode;
}
