import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { LabPaths } from "./paths.ts";

const data = [
  "etcd",
  "containerd",
  "kubelet",
  "volumes",
  "state",
  "pod-logs",
  "secrets",
  "logs",
  "config",
  "bin",
  "kubeconfig",
];

/** Forgets the cluster's data, secrets, images and volumes. The lab must be down. Builds are kept. */
export async function wipe(paths: LabPaths): Promise<void> {
  for (const part of data) await rm(join(paths.directory, part), { recursive: true, force: true });
}
