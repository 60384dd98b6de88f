#!/usr/bin/env node
// The `release` command. The machine's own Node may be too old for the newest packages: the project brings one.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";
import { useBundle } from "./kubernetesClient.mjs";

const entry = fileURLToPath(new URL("release.ts", import.meta.url));
const own = fileURLToPath(new URL("../node_modules/.bin/node", import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  // Most of a short command's time is compiling what it imports.
  module.enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/compile", import.meta.url)));
  useBundle();
  await import(entry);
} else if (existsSync(own)) {
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  // A terminal's own signals reach both: this one waits for the other to come to its end.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => signal === "SIGTERM" && child.kill(signal));
  child.on("close", (code) => (process.exitCode = code ?? 5));
} else {
  process.stderr.write(
    `NODE_TOO_OLD: Node ${process.versions.node} is too old (22.18 or newer is needed)\n  next: npm ci\n`,
  );
  process.exitCode = 1;
}
