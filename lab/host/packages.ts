import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { exitCodes, Problem } from "../../errors/problem.ts";
import type { StepReport } from "../events.ts";
import { run } from "./run.ts";

/** A Debian package, and a file or command that shows it is there. */
export interface DebianPackage {
  package: string;
  shows: string;
}

/** What the lab needs of the machine. */
export const requirements: readonly DebianPackage[] = [
  { package: "containerd", shows: "containerd" },
  { package: "runc", shows: "runc" },
  { package: "containernetworking-plugins", shows: "/usr/lib/cni/bridge" },
  { package: "iproute2", shows: "ip" },
  { package: "nftables", shows: "nft" },
  { package: "conntrack", shows: "conntrack" },
  { package: "openssl", shows: "openssl" },
  { package: "wrk", shows: "wrk" },
  { package: "procps", shows: "sysctl" },
  { package: "util-linux", shows: "nsenter" },
];

/** Packages that are missing; `exists` is asked for a path or a command's name. */
export function missingPackages(exists: (shows: string) => boolean, wanted = requirements): string[] {
  return wanted.filter(({ shows }) => !exists(shows)).map((requirement) => requirement.package);
}

/** Those of the lab; looks for Go. @throws Problem LAB_PACKAGES_MISSING, LAB_GO_MISSING */
export async function requirePackages(report: StepReport): Promise<void> {
  requireGo();
  await installPackages(requirements, report);
}

/**
 * Installs the Debian packages that are missing, naming them first.
 * @throws Problem LAB_PACKAGES_MISSING (not root, or no apt)
 */
export async function installPackages(
  wanted: readonly DebianPackage[],
  report: Pick<StepReport, "say" | "skip" | "done">,
): Promise<void> {
  const missing = missingPackages(isThere, wanted);
  if (missing.length === 0) {
    report.skip("all there");
    return;
  }
  const command = `apt-get install --no-install-recommends -y ${missing.join(" ")}`;
  if (process.getuid?.() !== 0 || !isThere("apt-get")) {
    throw new Problem({
      code: "LAB_PACKAGES_MISSING",
      what: `the lab needs ${missing.length} more Debian packages: ${missing.join(", ")}`,
      next: `as root: ${command}`,
      exitCode: exitCodes.usage,
    });
  }
  report.say(`installing ${missing.join(", ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // Another source of this machine may be out of order; whether ours were found shows in the next step.
  await run("apt-get", ["update", "-q"], { env }).catch(() => undefined);
  await run("sh", ["-c", `exec ${command}`], { env });
  report.done(`installed ${missing.join(", ")}`);
}

function requireGo(): void {
  if (isThere("go")) return;
  throw new Problem({
    code: "LAB_GO_MISSING",
    what: "the lab builds Kubernetes from source and finds no `go` (1.24 or newer) on the PATH",
    next: "install Go, or use a cluster of yours (--context NAME)",
    exitCode: exitCodes.usage,
  });
}

function isThere(shows: string): boolean {
  if (shows.startsWith("/")) return existsSync(shows);
  const directories = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return directories.some((directory) => existsSync(join(directory, shows)));
}
