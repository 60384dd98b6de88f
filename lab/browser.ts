import { installPackages } from "./host/packages.ts";

/** Debian's Chromium, with a font to show. */
const packages = [
  { package: "chromium", shows: "/usr/bin/chromium" },
  { package: "fonts-dejavu-core", shows: "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf" },
];

/**
 * A real browser, installed where it is missing.
 * @returns its path
 * @throws Problem LAB_PACKAGES_MISSING
 */
export async function labBrowser(): Promise<string> {
  const quiet = (): void => undefined;
  await installPackages(packages, { say: quiet, skip: quiet, done: quiet });
  return "/usr/bin/chromium";
}
