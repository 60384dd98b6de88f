/**
 * `node bench/console.ts [--services N] [--records N] [--browsers N]`: the console on the lab, with 500 services and 10,000 records.
 * How long its pages take in a real Chromium, its cache empty each time; how long a change of the cluster takes to be drawn
 * there, with 200 more that watch; what those cost the API server, and what the server holds in memory. Ends with 2 where a
 * limit is not held.
 */
import { parseArgs } from "node:util";
import { chromium, type Browser, type BrowserContext } from "playwright-core";
import { connect, type Cluster } from "../cluster/cluster.ts";
import { exitCodes } from "../errors/problem.ts";
import { labBrowser, browserPath } from "../lab/browser.ts";
import { labPaths } from "../lab/paths.ts";
import { apiWatches } from "./apiWatches.ts";
import { buildRelease } from "./builtRelease.ts";
import { openConsoleStack, type ConsoleStack } from "./consoleStack.ts";
import { removeLeftovers } from "./leftovers.ts";
import { summarize } from "./statistics.ts";
import { watchingBrowsers } from "./watchingBrowsers.ts";

const runs = 7;
const changes = 100;
const changeEveryMs = 250;
/** So many rows fill the screen. */
const shownRows = 20;
const limits = { paintMs: 1000, updateMs: 500, memoryMB: 300 };

const { values: given } = parseArgs({
  options: {
    services: { type: "string", default: "500" },
    records: { type: "string", default: "10000" },
    browsers: { type: "string", default: "200" },
  },
});
const size = { services: Number(given.services), records: Number(given.records) };
const browsers = Number(given.browsers);

await labBrowser();
const cluster = connect({ kubeconfig: labPaths().kubeconfig });
await removeLeftovers(cluster);
say(`making ${size.services} services and ${size.records} records`);
const stack = await openConsoleStack(cluster, await buildRelease(), size);
const browser = await chromium.launch({ executablePath: browserPath(), args: ["--no-sandbox"] });
try {
  process.exitCode = (await measure(stack, browser)) ? exitCodes.done : exitCodes.rolledBack;
} finally {
  await browser.close();
  await stack.close();
}

async function measure(of: ConsoleStack, on: Browser): Promise<boolean> {
  const page = `${of.origin}/stacks/${of.stack}`;
  say("the pages");
  const overview = await painted(() => firstRows(on, of, page, "table.services tbody tr"));
  const history = await painted(() => firstRows(on, of, `${page}/releases`, "table.releases tbody tr"));
  const alone = of.memory();
  const before = await apiWatches(cluster);
  say(`${browsers} browsers`);
  const watching = await watchingBrowsers(browsers, of);
  const drawn = await changesDrawn(cluster, on, of, page);
  const after = await apiWatches(cluster);
  const memory = of.memory();
  const heard = watching.heard();
  const lost = watching.lost();
  watching.close();
  const late = drawn[Math.ceil(drawn.length * 0.95) - 1] ?? Infinity;
  const more = [...after].filter(([kind, count]) => count > (before.get(kind) ?? 0));
  const lines: [what: string, measured: string, limit: string, holds: boolean][] = [
    [`overview of ${size.services} services, first paint`, ...paint(overview)],
    [`history of ${size.records} records, first paint`, ...paint(history)],
    [
      `a change of the cluster until it is drawn, 95 % of ${drawn.length}`,
      ms(late),
      `≤ ${ms(limits.updateMs)}`,
      late <= limits.updateMs,
    ],
    [
      `watches that ${browsers} browsers add at the API server`,
      more.length === 0 ? "0" : more.map(([kind, count]) => `${kind} ${count - (before.get(kind) ?? 0)}`).join(", "),
      "0",
      more.length === 0,
    ],
    [
      "the server's memory, at most",
      `${memory.most.toFixed(0)} MB`,
      `≤ ${limits.memoryMB} MB`,
      memory.most <= limits.memoryMB,
    ],
    [
      `browsers that heard of all ${changes} changes`,
      String(heard.filter((count) => count >= changes).length),
      String(browsers),
      heard.every((count) => count >= changes) && lost === 0,
    ],
  ];
  for (const [what, measured, limit, holds] of lines)
    process.stdout.write(
      `${what.padEnd(62)} ${measured.padEnd(34)} ${limit.padEnd(10)} ${holds ? "ok" : "NOT HELD"}\n`,
    );
  process.stdout.write(
    `drawn after ${ms(summarize(drawn).median)} (median) to ${ms(summarize(drawn).max)}; memory before the browsers ${alone.now.toFixed(0)} MB, in the end ${memory.now.toFixed(0)} MB\n`,
  );
  return lines.every(([, , , holds]) => holds);
}

async function painted(once: () => Promise<number>): Promise<number[]> {
  const found: number[] = [];
  for (let run = 0; run < runs; run += 1) found.push(await once());
  return found;
}

/** Until the first rows are painted, in ms since the navigation began. */
async function firstRows(on: Browser, of: ConsoleStack, address: string, rows: string): Promise<number> {
  const context = await contextOf(on, of);
  const page = await context.newPage();
  await page.goto(address, { waitUntil: "commit" });
  const drawn = page.evaluate<number>(`new Promise((resolve) => {
    const look = () => {
      if (document.querySelectorAll(${JSON.stringify(rows)}).length < ${shownRows}) requestAnimationFrame(look);
      else requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    };
    look();
  })`);
  // What never comes ends it.
  const [taken] = await Promise.all([
    drawn,
    page
      .locator(rows)
      .nth(shownRows - 1)
      .waitFor(),
  ]);
  await context.close();
  return taken;
}

/** From just before the API server is told of another version until that is painted, in ms. */
async function changesDrawn(api: Cluster, on: Browser, of: ConsoleStack, address: string): Promise<number[]> {
  const context = await contextOf(on, of);
  const page = await context.newPage();
  await page.goto(address);
  await page
    .locator("table.services tbody tr")
    .nth(shownRows - 1)
    .waitFor();
  await page.evaluate(`(() => {
    window.drawn = {};
    const seen = new MutationObserver(() => {
      requestAnimationFrame(() => setTimeout(() => {
        for (const { textContent } of document.querySelectorAll("td.cellVersion"))
          for (const [version] of textContent.matchAll(/change-[0-9]+/g)) window.drawn[version] ??= Date.now();
      }));
    });
    seen.observe(document.querySelector("table.services"), { subtree: true, childList: true, characterData: true });
  })()`);
  const told = new Map<string, number>();
  for (let change = 0; change < changes; change += 1) {
    const name = of.services[change % Math.min(of.services.length, 40)] ?? "";
    const version = `change-${change}`;
    const body = [{ op: "replace", path: "/spec/template/spec/containers/0/image", value: `localhost/web:${version}` }];
    told.set(version, Date.now());
    await api.apps.patchNamespacedDeployment({ namespace: of.namespace, name, body });
    await new Promise((resolve) => setTimeout(resolve, changeEveryMs));
  }
  await page.waitForTimeout(2000);
  const drawn = await page.evaluate<Record<string, number>>("window.drawn");
  await context.close();
  return [...told].map(([version, at]) => (drawn[version] ?? Infinity) - at).sort((a, b) => a - b);
}

function contextOf(on: Browser, of: ConsoleStack): Promise<BrowserContext> {
  return on.newContext({ viewport: { width: 1280, height: 900 }, extraHTTPHeaders: of.headersOf(1000) });
}

function paint(taken: readonly number[]): [measured: string, limit: string, holds: boolean] {
  const { median, max } = summarize(taken);
  const measured = `${ms(median)} (median of ${taken.length}), ${ms(max)} longest`;
  return [measured, `≤ ${ms(limits.paintMs)}`, median <= limits.paintMs];
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}

function say(text: string): void {
  process.stderr.write(`bench  ${text}\n`);
}
