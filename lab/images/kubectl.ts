import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { goBuild, hashOf, kubernetesVersion } from "../build.ts";
import { cachedArchive, nobody, type ImageArchive } from "./build.ts";
import type { ImageParts } from "./oci.ts";
import { kubectlImage } from "./tags.ts";

const kubectlImages: ImageParts[] = [{ reference: kubectlImage, entrypoint: ["kubectl"], env: {}, user: nobody }];

/** Builds kubectl from Go modules, most of which the lab's Kubernetes has compiled already, as an archive. */
export async function buildKubectlArchive(cache: string): Promise<ImageArchive> {
  const source = join(import.meta.dirname, "kubectl");
  const key = await hashOf(source, kubernetesVersion, process.arch, JSON.stringify(kubectlImages));
  return cachedArchive(cache, "kubectl", key, kubectlImages, async (rootfs) => {
    // On the PATH that a container has by default: who uses the image calls `kubectl`.
    const binary = join(rootfs, "usr/local/bin/kubectl");
    await mkdir(dirname(binary), { recursive: true });
    const flags = [`-X k8s.io/component-base/version.gitVersion=${kubernetesVersion}`];
    await goBuild(source, binary, { flags });
  });
}
