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

type ProgramOf = Pick<Stack, "project" | "location" | "env">;

/** Starts the program at once: its loading takes the longest of all, and needs nothing yet. A failure is told when it is used. */
export function loadProgram(stack: ProgramOf): Promise<LoadingProgram> {
  return new Promise((resolve) => {
    resolve(load(stack));
  });
}

function load({ project, location, env }: ProgramOf): LoadingProgram {
  const socket = engineSocket();
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
    socket.remove();
    throw error;
  }
}

export function unload({ program, socket }: LoadingProgram): void {
  program.stop();
  socket.remove();
}
