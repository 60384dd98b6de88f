import { loadProgram, type LoadingProgram } from "../release/engine/embedded/loadProgram.ts";
import { readProject } from "../release/engine/embedded/project.ts";
import type { StackLocation } from "../release/engine/engine.ts";
import { onPath } from "../release/onPath.ts";
import { engineNamed } from "./engineName.ts";
import type { GlobalOptions } from "./globalOptions.ts";
import { locateStack } from "./project.ts";

let started: { location: StackLocation; loading: Promise<LoadingProgram> } | undefined;

/**
 * Lets the stack's program begin to load while this process, too, still has most of its code to load: on two processors
 * that is half a second of every release. Whatever is wrong is told later, by who needs it.
 */
export async function headStart(options: GlobalOptions): Promise<void> {
  const { env } = process;
  try {
    const named = engineNamed(options.engine ?? env.RELEASE_ENGINE);
    // Whether it fits is asked once, by chooseEngine: that runs it.
    if (named === "pulumi" || (named === undefined && (await onPath("pulumi", env)) !== undefined)) return;
    const location = locateStack(options);
    const project = await readProject(location.projectDir);
    const loading = loadProgram({ project, location, env });
    started = { location, loading };
    await loading;
  } catch {
    started = undefined;
  }
}

/** The program of that stack, if it loads already; once. */
export function takeHeadStart({ projectDir, stack }: StackLocation): Promise<LoadingProgram> | undefined {
  if (started?.location.projectDir !== projectDir || started.location.stack !== stack) return undefined;
  const { loading } = started;
  started = undefined;
  return loading;
}
