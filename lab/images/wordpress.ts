import { createHash } from "node:crypto";
import { cp, mkdir, readdir, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { goBuild, hashOf } from "../build.ts";
import type { StepReport } from "../events.ts";
import { cachedArchive, type ImageArchive } from "./build.ts";
import { debianPackages, unpackDebian, writeUsers, type DebianPackage } from "./debian.ts";
import type { ImageParts } from "./oci.ts";
import { imageNames } from "./tags.ts";

/** Programs that only installation scripts, or tools that no container runs, would need. */
const unneeded =
  /^(perl|perl-.*|libperl.*|lib.*-perl|usrmerge|dpkg|tar|debconf|ucf|debianutils|procps|psmisc|lsb-base|sensible-utils|init-system-helpers|sysvinit-utils|apache2|apache2-utils|openssl|mariadb-client|default-mysql-client|libgd3|libheif1|libavif15|libaom3|libdav1d6|libx265.*|libsvtav1enc1|librav1e0|libgav1.*|libde265.*|php.*-gd)$/;

const wordpressPackages = [
  "wordpress",
  "wordpress-theme-twentytwentythree",
  "libapache2-mod-php",
  "php-mysql",
  "php-cli",
];
const mariadbPackages = ["mariadb-server-core", "mariadb-client-core"];
const users = { "www-data": 33, mysql: 999 };

const wordpressImages: ImageParts[] = ["v1", "v2"].map((tag) => ({
  reference: `${imageNames.wordpress}:${tag}`,
  entrypoint: ["/lab/start"],
  env: { WP_RELEASE: tag, PHPRC: "/lab" },
  user: "33:33",
  ports: [8080],
  // Apache's word for: finish what you serve, then end.
  stopSignal: "SIGWINCH",
}));

const mariadbImages: ImageParts[] = [
  { reference: `${imageNames.mariadb}:v1`, entrypoint: ["/lab/start"], env: {}, user: "999:999", ports: [3306] },
];

export const wordpressReferences: readonly string[] = [...wordpressImages, ...mariadbImages].map(
  ({ reference }) => reference,
);

/** Builds WordPress and MariaDB from Debian's packages as images, unless today's packages are built already. */
export async function buildWordpressArchives(cache: string, report: StepReport): Promise<ImageArchive[]> {
  const mariadb = await debianImages(cache, "mariadb", mariadbImages, mariadbPackages, report, () => Promise.resolve());
  const wordpress = await debianImages(cache, "wordpress", wordpressImages, wordpressPackages, report, layWordpress);
  return [mariadb, wordpress];
}

/** An image of Debian packages and the files of `lab/images/NAME`, which go to /lab. */
async function debianImages(
  cache: string,
  name: string,
  images: ImageParts[],
  names: string[],
  report: StepReport,
  finish: (rootfs: string) => Promise<void>,
): Promise<ImageArchive> {
  const packages = await debianPackages(names, unneeded);
  const source = join(import.meta.dirname, name);
  const recipe = createHash("sha256").update(layWordpress.toString()).digest("hex");
  const key = await hashOf(source, describe(packages), JSON.stringify(images), recipe);
  return cachedArchive(cache, name, key, images, async (rootfs) => {
    report.say(`${name}: unpacking ${packages.length} Debian packages`);
    await unpackDebian(packages, rootfs);
    await writeUsers(rootfs, users);
    await cp(source, join(rootfs, "lab"), { recursive: true, filter: (path) => !/\.go$|\.mod$/.test(path) });
    await goBuild(source, join(rootfs, "lab/start"));
    await finish(rootfs);
  });
}

function describe(packages: DebianPackage[]): string {
  return packages.map(({ name, version }) => `${name}=${version}`).join("\n");
}

/** Puts WordPress where the world expects it, and does what Debian's installation scripts would have done. */
async function layWordpress(rootfs: string): Promise<void> {
  const inside = (path: string): string => join(rootfs, path);
  await mkdir(inside("var/www"), { recursive: true });
  await rm(inside("var/www/html"), { recursive: true, force: true });
  await rename(inside("usr/share/wordpress"), inside("var/www/html"));
  await symlink("/var/www/html", inside("usr/share/wordpress"));
  // A volume is mounted over wp-content: what belongs in it waits beside it.
  await rename(inside("var/www/html/wp-content"), inside("usr/share/wordpress-content"));
  await mkdir(inside("var/www/html/wp-content"), { mode: 0o777 });
  await rename(inside("lab/wp-config.php"), inside("var/www/html/wp-config.php"));
  await linkOnly(inside("usr/lib/apache2/modules"), /^libphp.*\.so$/, inside("usr/lib/apache2/modules/libphp.so"));
  await linkOnly(inside("usr/bin"), /^php\d.*$/, inside("usr/bin/php"));
}

/** Links the one file that fits, whatever version is in its name. */
async function linkOnly(directory: string, fits: RegExp, link: string): Promise<void> {
  const found = (await readdir(directory)).find((name) => fits.test(name));
  if (found !== undefined) await symlink(found, link);
}
