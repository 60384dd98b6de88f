import { authorOf, authorVariables } from "../author.ts";

/** The `release` command for one stack: this very program again. */
export interface StackCommand {
  stack: string;
  /** What to run, and its first arguments: Node and the command's file. */
  file: readonly [string, ...string[]];
  /** `--stack prod --kubeconfig …`. @param kubeconfig in place of the console's own */
  options(kubeconfig?: string): readonly string[];
  /** The project's folder. */
  folder: string;
  env: NodeJS.ProcessEnv;
  /** What is released is committed, and pushed: nobody else works in the folder. */
  pushes?: boolean;
}

/** Who acts. */
export interface Actor {
  /** As the record will have it; default: as `release` itself says it. */
  operator?: string;
  /** A kubeconfig whose user acts as that person; absent on one's own machine. */
  kubeconfig?: string;
}

/** The whole command line. Pure. */
export function commandLine(command: StackCommand, args: readonly string[], actor: Actor): [string, ...string[]] {
  return [...command.file, "--cwd", command.folder, ...command.options(actor.kubeconfig), ...args];
}

/** What its process is given. Pure. */
export function environmentOf({ env, pushes }: StackCommand, { operator }: Actor): NodeJS.ProcessEnv {
  if (operator === undefined) return env;
  const author = pushes === true ? authorVariables(authorOf(operator)) : {};
  return { ...env, RELEASE_OPERATOR: operator, ...author };
}
