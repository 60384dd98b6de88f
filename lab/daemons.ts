import { join } from "node:path";
import { nodeName } from "./config/kubelet.ts";
import { ranges } from "./host/network.ts";
import type { LabPaths } from "./paths.ts";

export const daemonNames = [
  "etcd",
  "containerd",
  "registry",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
  "forward",
] as const;
export type DaemonName = (typeof daemonNames)[number];

export interface Daemon {
  name: DaemonName;
  argv: readonly string[];
  /** Runs in the lab's network namespace; `forward` alone stands outside and reaches in. */
  inside: boolean;
  env?: Record<string, string>;
}

/** The two programs that are built from source. */
export interface Binaries {
  kube: string;
  helper: string;
}

/** The command line of each daemon. */
export function daemons(paths: LabPaths, { kube, helper }: Binaries): Record<DaemonName, Daemon> {
  const secret = (file: string): string => join(paths.secrets, file);
  const inside = (name: DaemonName, ...argv: string[]): Daemon => ({ name, argv, inside: true });
  const client = (name: string): string => `--kubeconfig=${secret(`${name}.kubeconfig`)}`;
  return {
    etcd: inside(
      "etcd",
      ...[kube, "etcd", "--name=lab", `--data-dir=${join(paths.directory, "etcd")}`],
      ...["--listen-client-urls=https://127.0.0.1:2379", "--advertise-client-urls=https://127.0.0.1:2379"],
      // A single member has no peers: its peer listener takes any free port and asks for certificates.
      ...["--listen-peer-urls=https://127.0.0.1:2380", "--initial-advertise-peer-urls=https://127.0.0.1:2380"],
      ...["--initial-cluster=lab=https://127.0.0.1:2380"],
      ...["--client-cert-auth", `--trusted-ca-file=${secret("ca.crt")}`],
      ...[`--cert-file=${secret("etcd.crt")}`, `--key-file=${secret("etcd.key")}`],
      ...["--peer-client-cert-auth", `--peer-trusted-ca-file=${secret("ca.crt")}`],
      ...[`--peer-cert-file=${secret("etcd.crt")}`, `--peer-key-file=${secret("etcd.key")}`],
      // A lab's data may be lost with the machine's power; waiting for the disk would cost each write 5 to 20 ms.
      ...[
        "--unsafe-no-fsync",
        "--log-level=warn",
        "--auto-compaction-mode=periodic",
        "--auto-compaction-retention=10m",
      ],
    ),
    containerd: inside(
      "containerd",
      "containerd",
      "--config",
      join(paths.config, "containerd.toml"),
      "--log-level=warn",
    ),
    registry: inside("registry", helper, "registry"),
    "kube-apiserver": inside(
      "kube-apiserver",
      ...[kube, "kube-apiserver", "--etcd-servers=https://127.0.0.1:2379", `--etcd-cafile=${secret("ca.crt")}`],
      ...[`--etcd-certfile=${secret("etcd-client.crt")}`, `--etcd-keyfile=${secret("etcd-client.key")}`],
      ...["--bind-address=0.0.0.0", "--secure-port=6443", `--advertise-address=${ranges.node}`],
      ...[`--tls-cert-file=${secret("apiserver.crt")}`, `--tls-private-key-file=${secret("apiserver.key")}`],
      ...[`--client-ca-file=${secret("ca.crt")}`, `--token-auth-file=${secret("tokens.csv")}`],
      ...[`--kubelet-certificate-authority=${secret("ca.crt")}`, "--kubelet-preferred-address-types=InternalIP"],
      ...[`--kubelet-client-certificate=${secret("kubelet-client.crt")}`],
      ...[`--kubelet-client-key=${secret("kubelet-client.key")}`],
      ...["--service-account-issuer=https://kubernetes.default.svc", `--service-account-key-file=${secret("sa.key")}`],
      ...[`--service-account-signing-key-file=${secret("sa.key")}`, `--service-cluster-ip-range=${ranges.services}`],
      ...["--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction", "--anonymous-auth=false"],
      // Requests that it hands on (metrics-server) go in their users' names; who signs for that is the API server alone.
      ...[
        `--proxy-client-cert-file=${secret("etcd-client.crt")}`,
        `--proxy-client-key-file=${secret("etcd-client.key")}`,
      ],
      ...[`--requestheader-client-ca-file=${secret("ca.crt")}`, "--requestheader-allowed-names=kube-apiserver"],
      ...["--requestheader-username-headers=X-Remote-User", "--requestheader-group-headers=X-Remote-Group"],
      "--requestheader-extra-headers-prefix=X-Remote-Extra-",
      ...["--allow-privileged=true", "--event-ttl=2h", "--profiling=false", "--max-requests-inflight=2000"],
    ),
    "kube-controller-manager": inside(
      "kube-controller-manager",
      ...[kube, "kube-controller-manager", client("controller-manager"), "--bind-address=127.0.0.1"],
      ...[`--service-account-private-key-file=${secret("sa.key")}`, `--root-ca-file=${secret("ca.crt")}`],
      ...[
        "--use-service-account-credentials=true",
        "--leader-elect=false",
        "--kube-api-qps=500",
        "--kube-api-burst=1000",
      ],
      ...["--concurrent-deployment-syncs=10", "--concurrent-replicaset-syncs=10", "--concurrent-endpoint-syncs=10"],
      ...["--concurrent-service-endpoint-syncs=10", "--concurrent-namespace-syncs=20", "--concurrent-gc-syncs=10"],
      ...["--pvclaimbinder-sync-period=2s", "--profiling=false"],
    ),
    "kube-scheduler": inside(
      "kube-scheduler",
      ...[kube, "kube-scheduler", client("scheduler"), "--bind-address=127.0.0.1", "--leader-elect=false"],
      ...["--kube-api-qps=500", "--kube-api-burst=1000", "--profiling=false"],
    ),
    kubelet: inside(
      "kubelet",
      ...[kube, "kubelet", `--config=${join(paths.config, "kubelet.yaml")}`, client("kubelet")],
      ...[`--hostname-override=${nodeName}`, `--node-ip=${ranges.node}`],
      ...[`--root-dir=${join(paths.directory, "kubelet")}`, `--cert-dir=${join(paths.directory, "kubelet", "pki")}`],
    ),
    "kube-proxy": inside(
      "kube-proxy",
      ...[kube, "kube-proxy", client("proxy"), `--hostname-override=${nodeName}`, "--proxy-mode=nftables"],
      ...["--bind-address=127.0.0.1", `--cluster-cidr=${ranges.pods}`, "--conntrack-max-per-core=0"],
    ),
    forward: {
      name: "forward",
      argv: [helper, "forward", `--listen=127.0.0.1:${paths.forwardPort}`, `--netns=${paths.netns}`],
      inside: false,
    },
  };
}
