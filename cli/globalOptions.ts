import type { Command } from "commander";

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

export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals();
}
