#!/usr/bin/env node
// The `release` command, of a checkout and of the package. A checkout runs its sources, and brings a Node that can.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = here("release.ts");
const checkout = existsSync(source);
const own = here("../node_modules/.bin/node");
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  // Most of a short command's time is compiling what it imports. Installed, the package has the folder above it.
  module.enableCompileCache(here(checkout ? "../node_modules/.cache/compile" : "../../.cache/compile"));
  if (checkout) (await import("./oneFile.mjs")).useOneFiles();
  await import(checkout ? source : here("../dist/cli/release.js"));
} else if (checkout && existsSync(own)) {
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  // A terminal's own signals reach both: this one waits for the other to come to its end.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => signal === "SIGTERM" && child.kill(signal));
  child.on("close", (code) => (process.exitCode = code ?? 5));
} else {
  process.stderr.write(
    `NODE_TOO_OLD: Node ${process.versions.node} is too old (22.18 or newer is needed)\n  next: ${checkout ? "npm ci" : "install a newer one"}\n`,
  );
  process.exitCode = 1;
}
