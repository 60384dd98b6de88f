import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../host/temporaryFolder.ts";

/**
 * Opens the browser by a file that leads there: as an argument the link would stand in the list of processes, for all users of
 * this machine. Where there is no browser, the link was printed.
 */
export async function openLink(link: string): Promise<void> {
  const file = join(temporaryFolder("console").path, "open.html");
  writeFileSync(file, `<!doctype html><meta http-equiv="refresh" content="0;url=${link}">\n`, { mode: 0o600 });
  const opener = process.platform === "darwin" ? "open" : "xdg-open";
  const child = spawn(opener, [file], { stdio: "ignore", detached: true });
  child.unref();
  await new Promise<void>((resolve) => {
    child.once("error", () => {
      resolve();
    });
    child.once("spawn", resolve);
  });
}
