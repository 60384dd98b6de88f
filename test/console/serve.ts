/**
 * `node test/console/serve.ts [SERVICES] [RECORDS] [MS]`: the console's page with made-up answers, to work on it and to measure
 * it. Every so many MS a service's row says the time. The first line it prints is its address. A release, a crash and a canary play when they are asked for on the page
 * (version `vcrash` crashes, `v13` is refused).
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { makeConsolePage } from "../../package/consolePage.ts";
import { startFixture } from "./fixture.ts";
import { tell } from "./fixture/state.ts";

const [services, records, every] = process.argv.slice(2).map(Number);
const built = mkdtempSync(join(tmpdir(), "release-page-"));
await makeConsolePage(resolve(import.meta.dirname, "../.."), built);
const { url, stacks } = await startFixture(built, {
  ...(services === undefined ? {} : { services }),
  ...(records === undefined ? {} : { records }),
});
process.stdout.write(`${url}\n`);

const staging = stacks.get("staging");
let turn = 0;
if (every !== undefined && staging !== undefined)
  setInterval(() => {
    const { rows } = staging.overview;
    const row = rows[turn % Math.min(40, rows.length)];
    turn += 1;
    if (row !== undefined)
      tell(staging, { type: "overview", rows: [{ ...row, message: `at ${Date.now()}` }], removed: [], frozen: [] });
  }, every);
