import { join } from "node:path";
import { temporaryFolder } from "../../temporaryFolder.ts";

export interface EngineSocket {
  /** Where the program finds the services; only this user can open it. */
  address: string;
  remove: () => void;
}

/** A place for the socket, before anything listens there: the program may start meanwhile. */
export function engineSocket(): EngineSocket {
  const { path, remove } = temporaryFolder("engine");
  return { address: `unix:${join(path, "engine.sock")}`, remove };
}
