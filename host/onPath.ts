import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** Where a command is on PATH; undefined where it is not. Nothing is run. */
export async function onPath(command: string, env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    const path = join(folder, command);
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (folder !== "" && executable) return path;
  }
  return undefined;
}
