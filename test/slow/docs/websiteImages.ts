import { join } from "node:path";
import { goBuild, hashOf } from "../../../lab/build.ts";
import { cachedArchive, nobody } from "../../../lab/images/build.ts";
import { importImages } from "../../../lab/images/import.ts";
import { webTags } from "../../../lab/images/tags.ts";
import { labPaths } from "../../../lab/paths.ts";

const web = join(import.meta.dirname, "../../../lab/images/web");
const smokeTest = join(import.meta.dirname, "smokeTest");

/**
 * The lab's sample server under the name that a page of the documentation gives its image, with a `/smoke-test` beside
 * it. The lab has it, so nobody asks the registry of that name.
 */
export async function importWebsite(name: string): Promise<void> {
  const { cache, ...paths } = labPaths();
  const images = ["v1", "v2", "errors-20pct"].map((tag) => ({
    ...{ reference: `${name}:${tag}`, entrypoint: ["/web"], env: webTags.get(tag) ?? {}, user: nobody, ports: [8080] },
  }));
  const key = await hashOf(web, await hashOf(smokeTest), process.arch, JSON.stringify(images));
  const archive = await cachedArchive(cache, "docs-website", key, images, async (rootfs) => {
    await goBuild(web, join(rootfs, "web"));
    await goBuild(smokeTest, join(rootfs, "smoke-test"));
  });
  await importImages({ cache, ...paths }, archive);
}
