import { existsSync } from "node:fs";
import { installPackages } from "./host/packages.ts";

/** Debian's Chromium, with a font to show. */
const packages = [
  { package: "chromium", shows: "/usr/bin/chromium" },
  { package: "fonts-dejavu-core", shows: "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf" },
];

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Installs a real browser where it is missing. @throws Problem LAB_PACKAGES_MISSING */
export async function labBrowser(): Promise<void> {
  const quiet = (): void => undefined;
  await installPackages(packages, { say: quiet, skip: quiet, done: quiet });
}

/** Where one is on this machine. @throws Error */
export function browserPath(): string {
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new Error("these tests need Chromium, which is not there: apt-get install chromium, then run them again");
}
