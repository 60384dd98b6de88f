import type { LabPaths } from "../paths.ts";
import { ranges } from "../host/network.ts";

/** containerd's own settings: nothing of it meets another containerd on the machine. */
export function containerdToml(paths: LabPaths, pauseImage: string): string {
  const { directory } = paths;
  return `version = 2
root = "${directory}/containerd"
state = "${directory}/containerd-state"

[grpc]
  address = "${paths.containerdSocket}"

[ttrpc]
  address = "${paths.containerdSocket}.ttrpc"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  # Without it runc dies where the machine may not lower oom_score_adj: "can't get final child's PID from pipe".
  restrict_oom_score_adj = true
  # Else sandboxes' namespaces are mounted in /run/netns, where no one could tell whose they are.
  netns_mounts_under_state_dir = true

  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${paths.config}/cni"

  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"

  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"

  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
    # runc's own records, else in /run/containerd/runc beside those of every other containerd.
    Root = "${directory}/runc"

  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "${paths.config}/registries"
`;
}

/** Every pull of every image asks the lab's own registry, which has none: a wrong tag is "not found" at once. */
export function registryHosts(host = "127.0.0.1:5000"): string {
  return `server = "http://${host}"\n\n[host."http://${host}"]\n  capabilities = ["pull", "resolve"]\n`;
}

/** Pods on one bridge, addresses from a file below the lab's directory. */
export function cniConflist(paths: LabPaths): string {
  const bridge = {
    type: "bridge",
    bridge: "cni0",
    isGateway: true,
    ipMasq: false,
    hairpinMode: true,
    ipam: {
      type: "host-local",
      ranges: [[{ subnet: ranges.pods }]],
      routes: [{ dst: "0.0.0.0/0" }],
      dataDir: `${paths.directory}/ipam`,
    },
  };
  const portmap = { type: "portmap", capabilities: { portMappings: true } };
  return `${JSON.stringify({ cniVersion: "0.4.0", name: paths.name, plugins: [bridge, portmap] }, null, 2)}\n`;
}
