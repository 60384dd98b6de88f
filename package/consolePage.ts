import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

/**
 * Writes the console's page: `index.html`, and in `assets/` what it loads, under names that change with their content, so
 * that a browser may keep them for ever. No script or style stands in the page itself: the policy of its server allows none.
 * @param into the folder, which is its alone
 */
export async function makeConsolePage(root: string, into: string): Promise<void> {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(join(into, "assets"), { recursive: true });
  const { metafile } = await build({
    entryPoints: ["main.tsx", "styles/all.css", "styles/icon.svg"].map((file) => join(root, "console/page", file)),
    outdir: join(into, "assets"),
    absWorkingDir: root,
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2023",
    jsx: "automatic",
    jsxImportSource: "preact",
    loader: { ".svg": "copy" },
    // Licences go into a file of their own beside it: the packages are MIT.
    legalComments: "linked",
    metafile: true,
  });
  const made = Object.keys(metafile.outputs).map((file) => basename(file));
  const named = (start: string, end: string) =>
    made.find((file) => file.startsWith(start) && file.endsWith(end)) ?? `${start}${end}`;
  writeFileSync(
    join(into, "index.html"),
    page({ script: named("main-", ".js"), style: named("all-", ".css"), icon: named("icon-", ".svg") }),
  );
}

function page({ script, style, icon }: { script: string; style: string; icon: string }): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Releases</title>
    <link rel="icon" type="image/svg+xml" href="/assets/${icon}" />
    <link rel="stylesheet" href="/assets/${style}" />
    <script type="module" src="/assets/${script}"></script>
  </head>
  <body>
    <noscript>This page needs JavaScript. In a terminal, release status says the same.</noscript>
    <div id="page"></div>
  </body>
</html>
`;
}
