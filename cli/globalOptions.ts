import type { Command } from "commander";
import type { ClusterChoice } from "../cluster/choice.ts";

/** Options that every command takes. */
export interface GlobalOptions {
  stack?: string;
  cwd?: string;
  configFile?: string;
  context?: string;
  kubeconfig?: string;
  json?: boolean;
  /** Of the verbs that apply: take over fields that other managers own. */
  forceConflicts?: boolean;
}

/** The cluster that the command line names, if it does. */
export function namedCluster({ context, kubeconfig }: GlobalOptions): ClusterChoice {
  return { ...(context === undefined ? {} : { context }), ...(kubeconfig === undefined ? {} : { kubeconfig }) };
}

export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals();
}
