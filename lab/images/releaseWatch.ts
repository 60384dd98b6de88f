import { createHash } from "node:crypto";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { labPulumi } from "../../host/labPlace.ts";
import type { StepReport } from "../events.ts";
import { run } from "../host/run.ts";
import { notBuilt } from "../pulumi.ts";
import { cachedArchive, nobody, type ImageArchive } from "./build.ts";
import { debianPackages, unpackDebian } from "./debian.ts";
import type { ImageParts } from "./oci.ts";
import { releaseWatchImages } from "./tags.ts";

const root = resolve(import.meta.dirname, "../..");

/** git, what its credential helper runs in, and what Node is linked to. */
const packages = ["git", "dash", "coreutils", "libstdc++6"];
const unneeded =
  /^(perl|perl-.*|libperl.*|lib.*-perl|git-man|usrmerge|dpkg|tar|debconf|ucf|debianutils|init-system-helpers|sensible-utils)$/;

/** Two tags of one thing, so that one can take the other's place. */
const images: ImageParts[] = releaseWatchImages.map((reference) => ({
  ...{ reference, entrypoint: ["release"], env: {}, user: nobody, ports: [8080] },
}));

/**
 * Builds what `release watch` needs in a pod: this checkout's package, as npm installs it, Node, git, and Pulumi's CLI with
 * its plugins as the lab has built them. docs/git.md has a team's own.
 */
export async function buildReleaseWatchArchive(cache: string, report: StepReport): Promise<ImageArchive> {
  const pulumi = labPulumi(cache) ?? notBuilt();
  const work = await mkdtemp(join(tmpdir(), "release-watch-"));
  try {
    report.say("the package of this checkout, and what it needs beside it");
    await run("npm", ["pack", "--silent", "--pack-destination", work], { cwd: root });
    const tarball = join(work, (await readdir(work))[0] ?? "");
    const debian = await debianPackages(packages, unneeded);
    const key = createHash("sha256")
      .update(await readFile(tarball))
      .update(JSON.stringify([debian, images, pulumi, process.version, unneeded.source]))
      .digest("hex")
      .slice(0, 16);
    return await cachedArchive(cache, "release-watch", key, images, async (rootfs) => {
      await unpackDebian(debian, rootfs);
      await run("npm", ["install", tarball, "--prefix", rootfs, "--prefer-offline", "--no-audit", "--no-fund"]);
      await putCommands(rootfs, pulumi.command, pulumi.env.PULUMI_HOME ?? "");
    });
  } finally {
    await rm(work, { recursive: true });
  }
}

/** All that is called by its name, in one folder of the PATH: plugins too, for Pulumi's home is a volume. */
async function putCommands(rootfs: string, pulumi: string, home: string): Promise<void> {
  const bin = join(rootfs, "usr/local/bin");
  await mkdir(bin, { recursive: true });
  await cp(process.execPath, join(bin, "node"));
  await chmod(join(bin, "node"), 0o755);
  await symlink("/node_modules/.bin/release", join(bin, "release"));
  await cp(resolve(pulumi, ".."), bin, { recursive: true });
  const plugins = join(home, "plugins");
  const folders = (await readdir(plugins, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const { name } of folders) await cp(join(plugins, name), bin, { recursive: true });
}
