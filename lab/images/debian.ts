import { mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exitCodes, Problem } from "../../errors/problem.ts";
import { run, succeeds } from "../host/run.ts";

/** A package with the version that apt would install now. */
export interface DebianPackage {
  name: string;
  version: string;
}

/**
 * What installing packages on an empty system would bring, without what only installation scripts need.
 * @throws Problem LAB_PACKAGES_UNKNOWN
 */
export async function debianPackages(names: readonly string[], without: RegExp): Promise<DebianPackage[]> {
  const simulate = [...onEmptySystem, "--simulate", "install", "--no-install-recommends", ...names];
  let plan = await run("apt-get", simulate).catch(() => undefined);
  if (plan === undefined) {
    await succeeds("apt-get", ["update", "-q"]); // a fresh machine has no lists of packages yet
    plan = await run("apt-get", simulate).catch((cause: unknown) => {
      throw packagesUnknown(names, cause);
    });
  }
  return plannedPackages(plan).filter(({ name }) => !without.test(name));
}

// No lock and no sandbox: nothing of this machine's own packages is touched.
const onEmptySystem = [
  "-o",
  "Dir::State::status=/dev/null",
  "-o",
  "Debug::NoLocking=1",
  "-o",
  "APT::Sandbox::User=root",
];

/** The lines `Inst NAME (VERSION …)` of a simulated installation, by name. */
export function plannedPackages(plan: string): DebianPackage[] {
  const found = [...plan.matchAll(/^Inst (\S+) \((\S+)/gm)].map(([, name = "", version = ""]) => ({ name, version }));
  return found.sort((one, two) => (one.name < two.name ? -1 : 1));
}

/** Unpacks the packages into a root file system, without running their scripts; documentation is left out. */
export async function unpackDebian(packages: readonly DebianPackage[], rootfs: string): Promise<void> {
  const downloads = `${rootfs}.debs`;
  await mkdir(downloads, { recursive: true });
  const wanted = packages.map(({ name, version }) => `${name}=${version}`);
  await run("apt-get", [...onEmptySystem, "-q", "download", ...wanted], { cwd: downloads });
  // Packages name /bin, /lib …; on today's Debian these are links into /usr.
  for (const name of ["bin", "sbin", "lib", "lib64"]) {
    await mkdir(join(rootfs, "usr", name), { recursive: true });
    await symlink(`usr/${name}`, join(rootfs, name));
  }
  for (const file of (await readdir(downloads)).sort())
    await run("dpkg-deb", ["--extract", join(downloads, file), rootfs]);
  await rm(downloads, { recursive: true });
  for (const unneeded of ["doc", "man", "locale", "lintian", "bug", "info"]) {
    await rm(join(rootfs, "usr/share", unneeded), { recursive: true, force: true });
  }
  await run("ldconfig", ["-r", rootfs]);
  await mkdir(join(rootfs, "tmp"), { recursive: true, mode: 0o777 });
}

/** Users that programs look up by name or number: name → uid. */
export async function writeUsers(rootfs: string, users: Record<string, number>): Promise<void> {
  const all = Object.entries({ root: 0, ...users });
  const passwd = all.map(([name, uid]) => `${name}:x:${uid}:${uid}::/:/usr/sbin/nologin\n`).join("");
  const group = all.map(([name, uid]) => `${name}:x:${uid}:\n`).join("");
  await mkdir(join(rootfs, "etc"), { recursive: true });
  await writeFile(join(rootfs, "etc/passwd"), passwd);
  await writeFile(join(rootfs, "etc/group"), group);
}

function packagesUnknown(names: readonly string[], cause: unknown): Problem {
  return new Problem({
    code: "LAB_PACKAGES_UNKNOWN",
    what: `apt finds no way to install ${names.join(", ")}`,
    details: cause instanceof Problem ? [...cause.details] : [],
    next: "look at this machine's package sources: apt-get update",
    exitCode: exitCodes.unreachable,
    cause,
  });
}
