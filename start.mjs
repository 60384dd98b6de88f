// `npm start`: works on the Node that a machine happens to have; the packages it installs bring the Node that runs the rest.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const own = here("node_modules/.bin/node");

if (!existsSync(here("node_modules/@pulumi/pulumi/package.json"))) {
  const started = Date.now();
  process.stderr.write("packages   npm ci: installing what package-lock.json pins (about 30 s)\n");
  const install = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: here("."),
    stdio: ["ignore", 2, 2],
  });
  if (install.status !== 0) {
    process.stderr.write(
      "PACKAGES_MISSING: npm ci failed; its words stand above\n  next: mend that, then npm start again\n",
    );
    process.exit(1);
  }
  process.stderr.write(`packages   installed in ${Math.round((Date.now() - started) / 1000)} s\n`);
}

const node = existsSync(own) ? own : process.execPath;
const child = spawn(node, [here("cli/start/start.ts"), ...process.argv.slice(2)], { stdio: "inherit" });
// Ctrl-C reaches the child by itself; this process only waits for it to end well.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => signal === "SIGTERM" && child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 5));
