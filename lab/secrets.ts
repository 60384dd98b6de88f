import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { kubeconfig } from "./config/kubeconfig.ts";
import { nodeName } from "./config/kubelet.ts";
import { privateDirectory, writePrivate } from "./host/files.ts";
import { ranges } from "./host/network.ts";
import { run } from "./host/run.ts";
import type { LabPaths } from "./paths.ts";

const days = "3650";
const insideServer = "https://127.0.0.1:6443";

interface Certificate {
  file: string;
  subject: string;
  names: string;
}

const certificates: readonly Certificate[] = [
  { file: "etcd", subject: "/CN=etcd", names: "IP:127.0.0.1" },
  { file: "etcd-client", subject: "/CN=kube-apiserver", names: "DNS:kube-apiserver" },
  {
    file: "apiserver",
    subject: "/CN=kube-apiserver",
    names: `IP:127.0.0.1,IP:${ranges.node},IP:${ranges.kubernetesService},DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local`,
  },
  { file: "kubelet", subject: `/CN=${nodeName}`, names: `IP:${ranges.node},DNS:${nodeName}` },
  // The API server reads logs and runs `exec` through the kubelet as this user.
  {
    file: "kubelet-client",
    subject: "/O=system:masters/CN=kube-apiserver-kubelet-client",
    names: "DNS:kube-apiserver",
  },
];

/** Who may sign in with a token: the administrator, and each daemon with the rights Kubernetes itself gives it. */
const users = [
  { file: "admin", user: "admin", group: "system:masters" },
  { file: "controller-manager", user: "system:kube-controller-manager", group: "" },
  { file: "scheduler", user: "system:kube-scheduler", group: "" },
  { file: "proxy", user: "system:kube-proxy", group: "" },
  { file: "kubelet", user: `system:node:${nodeName}`, group: "system:nodes" },
] as const;

/** Makes the lab's certificates, keys, tokens and kubeconfigs, once per lab; complete or not there at all. */
export async function createSecrets(paths: LabPaths): Promise<boolean> {
  if (existsSync(paths.secrets)) return false;
  const building = `${paths.secrets}.new`;
  await rm(building, { recursive: true, force: true });
  await rm(paths.secrets, { recursive: true, force: true });
  await privateDirectory(building);
  await createCertificates(building);
  await writeTokens(paths, building);
  await rename(building, paths.secrets);
  return true;
}

/** The administrator's kubeconfig for the host: its port is a matter of each `up`. */
export async function writeHostKubeconfig(paths: LabPaths): Promise<void> {
  const inside = await readFile(paths.insideKubeconfig, "utf8");
  await writePrivate(paths.kubeconfig, inside.replace(insideServer, `https://127.0.0.1:${paths.forwardPort}`));
}

async function createCertificates(directory: string): Promise<void> {
  const openssl = (...args: string[]): Promise<string> => run("openssl", args, { cwd: directory });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  await openssl(
    "req",
    "-x509",
    ...key,
    "-keyout",
    "ca.key",
    "-out",
    "ca.crt",
    "-days",
    days,
    "-subj",
    "/CN=release-lab",
  );
  await Promise.all([
    openssl("genrsa", "-out", "sa.key", "2048"),
    ...certificates.map(({ file, subject, names }) =>
      openssl(
        ...["req", "-x509", ...key, "-CA", "ca.crt", "-CAkey", "ca.key", "-days", days, "-subj", subject],
        ...["-addext", `subjectAltName=${names}`, "-addext", "basicConstraints=critical,CA:FALSE"],
        ...["-addext", "extendedKeyUsage=serverAuth,clientAuth", "-keyout", `${file}.key`, "-out", `${file}.crt`],
      ),
    ),
  ]);
}

async function writeTokens(paths: LabPaths, directory: string): Promise<void> {
  const certificateAuthority = await readFile(join(directory, "ca.crt"), "utf8");
  const rows: string[] = [];
  for (const { file, user, group } of users) {
    const token = randomBytes(32).toString("hex");
    rows.push(`${token},${user},${file},"${group}"`);
    const text = kubeconfig({ context: paths.name, server: insideServer, certificateAuthority, user, token });
    await writePrivate(join(directory, file === "admin" ? "inside.kubeconfig" : `${file}.kubeconfig`), text);
  }
  await writePrivate(join(directory, "tokens.csv"), `${rows.join("\n")}\n`);
}
