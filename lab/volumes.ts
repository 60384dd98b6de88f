import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { exitCodes, Problem } from "../errors/problem.ts";
import { labApi, type Api } from "./api.ts";
import type { LabPaths } from "./paths.ts";

const poolSize = 8;
export const storageClass = "lab";

interface Volume {
  metadata: { name: string };
  status?: { phase?: string };
}

/**
 * Keeps 8 free volumes, each good for a claim of up to 20 GiB (folders of the host, any user may write), so that any claim binds at once. Volumes
 * whose claim is gone are removed with their data. @returns how many are free
 */
export async function topUpVolumes(paths: LabPaths): Promise<number> {
  const api = await labApi(paths, 10_000);
  await succeed(api.apply(`/apis/storage.k8s.io/v1/storageclasses/${storageClass}`, storageClassObject()));
  const answer = await succeed(api.get("/api/v1/persistentvolumes"));
  const volumes = (JSON.parse(answer) as { items: Volume[] }).items;
  for (const { metadata } of volumes.filter(
    ({ status }) => status?.phase === "Released" || status?.phase === "Failed",
  )) {
    await succeed(api.delete(`/api/v1/persistentvolumes/${metadata.name}`));
  }
  const free = volumes.filter(({ status }) => status?.phase === "Available").length;
  for (let made = free; made < poolSize; made += 1) await addVolume(paths, api, `${Date.now().toString(36)}-${made}`);
  return Math.max(free, poolSize);
}

async function addVolume(paths: LabPaths, api: Api, id: string): Promise<void> {
  const name = `lab-${id}`;
  const path = join(paths.volumes, name);
  await mkdir(path, { recursive: true });
  await chmod(path, 0o777);
  await succeed(api.apply(`/api/v1/persistentvolumes/${name}`, volumeObject(name, path)));
}

/** The only storage class, so also the default one. */
export function storageClassObject(): object {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: storageClass, annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "kubernetes.io/no-provisioner",
    reclaimPolicy: "Retain",
    volumeBindingMode: "Immediate",
  };
}

export function volumeObject(name: string, path: string): object {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, labels: { "app.kubernetes.io/managed-by": "release-lab" } },
    spec: {
      storageClassName: storageClass,
      capacity: { storage: "20Gi" },
      accessModes: ["ReadWriteOnce"],
      persistentVolumeReclaimPolicy: "Retain",
      hostPath: { path, type: "Directory" },
    },
  };
}

async function succeed(sent: Promise<{ status: number; body: string }>): Promise<string> {
  const { status, body } = await sent;
  if (status < 300) return body;
  throw new Problem({
    code: "LAB_API_REFUSED",
    what: `the lab's API server answered ${status}: ${body.slice(0, 300)}`,
    next: "npm run lab -- logs kube-apiserver",
    exitCode: exitCodes.unreachable,
  });
}
