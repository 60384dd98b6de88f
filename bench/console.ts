/**
 * `node bench/console.ts`: how long the console's page takes with 500 services and 10,000 records, from the first byte that is
 * asked for until the rows are drawn, and from an event until it is. In a real Chromium, its cache empty each time.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { chromium, type Browser, type BrowserContext } from "playwright-core";
import { browserPath } from "../lab/browser.ts";

const runs = 7;
const root = resolve(import.meta.dirname, "..");
const server = spawn(process.execPath, [join(root, "test/console/serve.ts"), "500", "10000", "100"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const [url] = (await once(createInterface(server.stdout), "line")) as [string];
const browser = await chromium.launch({ executablePath: browserPath(), args: ["--no-sandbox"] });
try {
  const overview = await measured(() => firstRows(browser, `${url}/stacks/staging`, "table.services tbody tr"));
  const history = await measured(() => firstRows(browser, `${url}/stacks/staging/releases`, "table.releases tbody tr"));
  const updates = await updatesDrawn(browser, `${url}/stacks/staging`);
  const late = updates[Math.floor(updates.length * 0.95)] ?? Infinity;
  process.stdout.write(
    [
      `overview, 500 services: ${text(overview)}`,
      `history, 10,000 records: ${text(history)}`,
      `each: the median of ${runs}, and the longest; at most 1000 ms`,
      `an event until its row is drawn: 95 % within ${Math.round(late)} ms, of ${updates.length}; at most 500 ms`,
      "",
    ].join("\n"),
  );
  process.exitCode = Math.max(median(overview), median(history)) <= 1000 && late <= 500 ? 0 : 1;
} finally {
  await browser.close();
  server.kill();
}

async function measured(once: () => Promise<number>): Promise<number[]> {
  const found: number[] = [];
  for (let run = 0; run < runs; run += 1) found.push(await once());
  return found.sort((a, b) => a - b);
}

/** Until the first rows are painted, in ms since the navigation began. */
async function firstRows(of: Browser, address: string, rows: string): Promise<number> {
  const context: BrowserContext = await of.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(address, { waitUntil: "commit" });
  const ms = await page.evaluate<number>(`new Promise((resolve) => {
    const look = () => {
      if (document.querySelectorAll(${JSON.stringify(rows)}).length < 20) requestAnimationFrame(look);
      else requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    };
    look();
  })`);
  await context.close();
  return ms;
}

/** From when the server told of each of 100 changes of a row until it was painted, in ms. */
async function updatesDrawn(of: Browser, address: string): Promise<number[]> {
  const page = await of.newPage();
  await page.goto(address);
  const found = await page.evaluate<number[]>(`new Promise((resolve) => {
    const found = [];
    const seen = new Set();
    const from = Date.now() + 1000;
    const look = () => {
      const drawn = [...document.querySelectorAll(".cellState .clamp")].map((cell) => cell.textContent);
      for (const text of drawn.filter((one) => /^at [0-9]+$/.test(one) && !seen.has(one))) {
        const told = Number(text.slice(3));
        if (told > from) found.push(Date.now() - told);
        seen.add(text);
      }
      if (found.length < 100) requestAnimationFrame(look);
      else resolve(found);
    };
    look();
  })`);
  await page.close();
  return found.sort((a, b) => a - b);
}

function median(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? Infinity;
}

function text(sorted: readonly number[]): string {
  return `${Math.round(median(sorted))} ms, longest ${Math.round(sorted.at(-1) ?? Infinity)} ms`;
}
