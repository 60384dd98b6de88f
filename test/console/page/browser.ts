import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { browserPath } from "../../../lab/browser.ts";
import { makeConsolePage } from "../../../package/consolePage.ts";
import { startFixture } from "../fixture.ts";
import type { Fixture } from "../fixture/fixture.ts";
import type { FixtureOptions } from "../fixture/state.ts";

export interface InBrowser {
  /** A new page of a new fixture. Both are gone after the test. */
  open: (path: string, options?: FixtureOptions, context?: BrowserContextOptions) => Promise<Opened>;
}

export interface Opened {
  page: Page;
  fixture: Fixture;
  /** What went wrong in the page, and what its policy refused, so far. */
  errors: string[];
}

/** One browser for all tests of a `describe`, and the page as it is built now. */
export function useBrowser(): InBrowser {
  let browser: Browser | undefined;
  let built = "";
  const closing: (() => Promise<void>)[] = [];
  before(async () => {
    built = mkdtempSync(join(tmpdir(), "release-page-"));
    await makeConsolePage(resolve(import.meta.dirname, "../../.."), built);
    browser = await chromium.launch({ executablePath: browserPath(), args: ["--no-sandbox"] });
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  after(async () => {
    await browser?.close();
    rmSync(built, { recursive: true, force: true });
  });
  return {
    open: async (path, options = {}, contextOptions = {}) => {
      const fixture = await startFixture(built, options);
      closing.push(fixture.close);
      const context = await browser!.newContext({ viewport: { width: 1280, height: 900 }, ...contextOptions });
      closing.push(() => context.close());
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
          errors.push(message.text());
      });
      page.on("dialog", (dialog) => {
        errors.push(`a dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.goto(fixture.url + path);
      return { page, fixture, errors };
    },
  };
}
