import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ownPackage } from "../../host/ownPackage.ts";

/** What a checkout has and the package has not: what makes the page. */
interface Maker {
  makeConsolePage: (root: string, into: string) => Promise<void>;
}

/** The folder with the built page. A checkout builds it anew each time (half a second): what is shown is what its sources say. */
export async function pageFolder(root = ownPackage().folder): Promise<string> {
  const maker = join(root, "package", "consolePage.ts");
  if (!existsSync(maker)) return join(root, "dist", "console", "page");
  const { makeConsolePage } = (await import(pathToFileURL(maker).href)) as Maker;
  const folder = join(root, "node_modules", ".cache", "console-page");
  await makeConsolePage(root, folder);
  return folder;
}
