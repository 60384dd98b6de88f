/**
 * `node test/console/serve.ts [SERVICES] [RECORDS]`: the console's page with made-up answers, to work on it. It prints its
 * address. A release, a crash and a canary play when they are asked for on the page (version `vcrash` crashes, `v13` is refused).
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { makeConsolePage } from "../../package/consolePage.ts";
import { startFixture } from "./fixture.ts";

const [services, records] = process.argv.slice(2).map(Number);
const built = mkdtempSync(join(tmpdir(), "release-page-"));
await makeConsolePage(resolve(import.meta.dirname, "../.."), built);
const { url } = await startFixture(built, {
  ...(services === undefined ? {} : { services }),
  ...(records === undefined ? {} : { records }),
});
process.stdout.write(`${url}\n`);
