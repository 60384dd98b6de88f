import type { Stack } from "./change.ts";
import { engineSocket, type EngineSocket } from "./engineSocket.ts";
import { startProgram, type Program } from "./program.ts";

/** A program that has been started and loads, and where it will look for the engine. */
export interface LoadingProgram {
  program: Program;
  socket: EngineSocket;
  /** Lines it wrote before anyone listened. */
  listen: (line: (text: string, stream: "stdout" | "stderr") => void) => void;
}

/** Starts the program at once: its loading takes the longest of all, and needs nothing yet. */
export async function loadProgram({
  project,
  location,
  env,
}: Pick<Stack, "project" | "location" | "env">): Promise<LoadingProgram> {
  const socket = await engineSocket();
  const early: [string, "stdout" | "stderr"][] = [];
  let listener: ((text: string, stream: "stdout" | "stderr") => void) | undefined;
  const line = (text: string, stream: "stdout" | "stderr"): void => {
    if (listener === undefined) early.push([text, stream]);
    else listener(text, stream);
  };
  try {
    const program = startProgram({ project, stack: location.stack, address: socket.address, env, line });
    return {
      program,
      socket,
      listen: (heard) => {
        listener = heard;
        for (const [text, stream] of early.splice(0)) heard(text, stream);
      },
    };
  } catch (error) {
    await socket.remove();
    throw error;
  }
}

export async function unload({ program, socket }: LoadingProgram): Promise<void> {
  program.stop();
  await socket.remove();
}
