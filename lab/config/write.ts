import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ranges } from "../host/network.ts";
import { pauseImage } from "../images/tags.ts";
import type { LabPaths } from "../paths.ts";
import { cniConflist, containerdToml, registryHosts } from "./containerd.ts";
import { kubeletConfig } from "./kubelet.ts";

/** Writes the daemons' configuration files and the `kubectl` command. */
export async function writeConfig(paths: LabPaths, binary: string): Promise<void> {
  const files: Record<string, string> = {
    "containerd.toml": containerdToml(paths, pauseImage),
    "cni/10-lab.conflist": cniConflist(paths),
    "registries/_default/hosts.toml": registryHosts(),
    "kubelet.yaml": kubeletConfig(paths),
    "resolv.conf": `nameserver ${ranges.dnsService}\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(paths.config, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  await mkdir(dirname(paths.kubectl), { recursive: true });
  await writeFile(paths.kubectl, `#!/bin/sh\nexec '${binary}' kubectl "$@"\n`);
  await chmod(paths.kubectl, 0o755);
}
