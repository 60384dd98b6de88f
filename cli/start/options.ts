import { parseArgs } from "node:util";
import { errorText } from "../../errors/errorText.ts";
import { UsageProblem } from "../../errors/problem.ts";

export interface StartOptions {
  /** A kubeconfig context of the person's own. */
  context?: string;
  kubeconfig?: string;
  /** The whole way, from a commit. */
  git: boolean;
  json: boolean;
  help: boolean;
}

export const startHelp = `npm start: releases four sites and a WordPress on a real Kubernetes, under load, and shows what a failure does.

  npm start                          your cluster? Docker -> kind; else the lab on this machine
  npm start -- --context NAME        a cluster of yours (it needs the images: docs/own-cluster.md)
  npm start -- --git                 the whole way: from a commit to new pods, on the lab of this machine
  npm start -s -- --json             one JSON object on stdout, progress on stderr

Exit codes: 0 all good; 2 a request failed; others as of the release command.`;

/** @throws UsageProblem OPTION_UNKNOWN */
export function parseStartOptions(args: readonly string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        context: { type: "string" },
        kubeconfig: { type: "string" },
        git: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.git && (values.context ?? values.kubeconfig) !== undefined) {
      throw new Error("--git runs on the lab alone, whose node pulls from a registry of this machine");
    }
    return values;
  } catch (error) {
    throw new UsageProblem({
      code: "OPTION_UNKNOWN",
      what: errorText(error),
      next: "npm start -- --help",
    });
  }
}
