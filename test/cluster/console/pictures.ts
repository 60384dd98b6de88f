import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";

/** What a run leaves behind to be looked at, beside those of test/slow/console. */
const folder = resolve(import.meta.dirname, "../../../node_modules/.cache/pictures");

const wide = { width: 1280, height: 900 };
const looks = {
  light: { colorScheme: "light", viewport: wide },
  small: { colorScheme: "light", viewport: { width: 360, height: 780 } },
  dark: { colorScheme: "dark", viewport: wide },
} as const;

/** The page as it is, light, dark and on a telephone: on none of them is it wider than the screen. */
export async function takePictures(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [look, { colorScheme, viewport }] of Object.entries(looks)) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await page.evaluate(
      "scrollTo(0, 0), new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))",
    );
    await page.screenshot({
      path: join(folder, `console-lab-${name}-${look}.png`),
      fullPage: true,
      animations: "disabled",
    });
    const width = await page.evaluate<number>("document.documentElement.scrollWidth");
    assert.ok(width <= viewport.width, `${name}, ${look}: ${width} wide`);
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(wide);
}

/** What every open page showed when a test failed. */
export async function keepFailed(browser: Browser, title: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const pages = browser.contexts().flatMap((context) => context.pages());
  const name = title.replaceAll(/\W+/g, "-").slice(0, 40);
  for (const [index, page] of pages.entries())
    await page.screenshot({ path: join(folder, `failed-${name}-${index}.png`), fullPage: true });
}
