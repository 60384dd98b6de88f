import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { UsageProblem } from "../../errors/problem.ts";
import { commentApi } from "../ci/comment/api.ts";
import { commentBody } from "../ci/comment/body.ts";
import { putComment } from "../ci/comment/put.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";

/** Puts a plan on the pull request that this job is for: one comment, updated from then on. */
export async function commentPlan(file: string, command: Command): Promise<void> {
  const global = globalOptions(command);
  const output = processOutput(global);
  const plan = read(resolve(global.cwd ?? ".", file));
  const api = commentApi(process.env);
  if (typeof api === "string") {
    output.result([`no comment: ${api}; the plan is in ${file}`], { comment: null, why: api });
    return;
  }
  const did = await putComment(api, commentBody(plan, api.longest));
  output.result([`comment    ${did} on ${api.of}`], { comment: did, on: api.of });
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new UsageProblem({
      code: "PLAN_MISSING",
      what: "there is no plan to comment with",
      where: path,
      next: "release preview --stack STACK > plan.md",
      cause,
    });
  }
}
