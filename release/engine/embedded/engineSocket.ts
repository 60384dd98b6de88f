import { rmSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface EngineSocket {
  /** Where the program finds the services; only this user can open it. */
  address: string;
  remove(): Promise<void>;
}

/** A place for the socket, before anything listens there: the program may start meanwhile. */
export async function engineSocket(): Promise<EngineSocket> {
  const folder = await mkdtemp(join(tmpdir(), "release-engine-"));
  await chmod(folder, 0o700);
  const removeAtExit = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", removeAtExit);
  return {
    address: `unix:${join(folder, "engine.sock")}`,
    remove: () => {
      process.removeListener("exit", removeAtExit);
      return rm(folder, { recursive: true, force: true });
    },
  };
}
