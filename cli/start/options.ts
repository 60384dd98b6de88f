import { parseArgs } from "node:util";
import { UsageProblem } from "../../errors/problem.ts";

export interface StartOptions {
  /** A kubeconfig context of the person's own. */
  context?: string;
  kubeconfig?: string;
  /** Registry prefix under which that cluster finds the sample images; default `docker.io/lab`. */
  json: boolean;
  help: boolean;
}

export const startHelp = `npm start: releases four sites and a WordPress on a real Kubernetes, under load, and shows what a failure does.

  npm start                          your cluster? Docker -> kind; else the lab on this machine
  npm start -- --context NAME        a cluster of yours (it needs the images: docs/own-cluster.md)
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
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    return values;
  } catch (error) {
    throw new UsageProblem({
      code: "OPTION_UNKNOWN",
      what: error instanceof Error ? error.message : String(error),
      next: "npm start -- --help",
    });
  }
}
