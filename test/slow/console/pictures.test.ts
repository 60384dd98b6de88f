import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { useBrowser } from "../../console/page/browser.ts";

/** Those of docs/console.md are made anew by UPDATE_PICTURES=1; else they are kept as what a run leaves behind. */
const root = resolve(import.meta.dirname, "../../..");
const folder = join(root, process.env.UPDATE_PICTURES === "1" ? "docs/pictures" : "node_modules/.cache/pictures");

const pictures: [file: string, path: string, seen: string, look: { colorScheme: "light" | "dark"; width: number }][] = [
  ["overview", "/stacks/staging", "database", { colorScheme: "light", width: 1280 }],
  [
    "failed",
    "/stacks/staging/releases/20261129-081200-fail",
    "Log of the run that ended",
    { colorScheme: "dark", width: 1280 },
  ],
  [
    "canary",
    "/stacks/staging/releases/20261129-085500-cnry",
    "share of requests",
    { colorScheme: "light", width: 1280 },
  ],
  [
    "plan",
    "/stacks/staging/new/rollback?services=website",
    "Description, for the history",
    { colorScheme: "light", width: 390 },
  ],
];

describe("pictures of the console", () => {
  const browser = useBrowser();
  before(() => {
    mkdirSync(folder, { recursive: true });
  });

  for (const [file, path, seen, { colorScheme, width }] of pictures) {
    it(`show ${file}, ${colorScheme}, ${width} wide, with nothing wrong in it`, async () => {
      const context = { colorScheme, viewport: { width, height: 860 }, reducedMotion: "reduce" } as const;
      const { page, errors } = await browser.open(path, { records: 30 }, context);
      await page.getByText(seen).first().waitFor();
      const picture = await page.screenshot({ path: join(folder, `console-${file}.png`), fullPage: false });
      assert.ok(picture.length > 10_000);
      assert.deepEqual(errors, []);
    });
  }
});
