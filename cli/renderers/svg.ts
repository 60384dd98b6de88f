/** Pieces that all pictures share: readable on light and on dark ground, and aloud. */

/** What people or programs wrote, as it may stand in a picture. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

export function textAt(x: number, y: number, text: string, kind: string): string {
  return `<text class="${kind}" x="${x}" y="${y}">${escaped(text)}</text>`;
}

/** A whole picture. @param more rules of its own, for either ground */
export function picture(
  { width, height, title }: { width: number; height: number; title: string },
  content: readonly string[],
  more: { light: string; dark: string } = { light: "", dark: "" },
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${escaped(title)}</title>`,
    `<style>${light}${more.light}${dark}${more.dark}}</style>`,
    `<rect class="ground" width="${width}" height="${height}"/>`,
    ...content,
    "</svg>\n",
  ].join("\n");
}

const light = [
  "text{font-family:system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif;font-size:13px;fill:#1f2328}",
  ".head{font-size:18px;font-weight:600}.name{font-weight:600}.note{font-size:12px;fill:#59636e}",
  ".ground{fill:#ffffff}.bar{fill:#3b6fb6}.bad{fill:#c2571a}line{stroke:#d1d9e0}",
].join("");

const dark = [
  "@media (prefers-color-scheme:dark){text{fill:#e6edf3}.note{fill:#9198a1}.ground{fill:#0d1117}",
  ".bar{fill:#6ea3e8}.bad{fill:#f0965a}line{stroke:#3d444d}",
].join("");
