import { stringify } from "yaml";
import type { LabPaths } from "../paths.ts";
import { ranges } from "../host/network.ts";

export const nodeName = "node-1";

/** The kubelet's configuration file, as YAML. */
export function kubeletConfig(paths: LabPaths): string {
  return stringify({
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: ranges.node,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: `${paths.secrets}/ca.crt` },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: `${paths.secrets}/kubelet.crt`,
    tlsPrivateKeyFile: `${paths.secrets}/kubelet.key`,
    containerRuntimeEndpoint: `unix://${paths.containerdSocket}`,
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${paths.name}`,
    failCgroupV1: false,
    failSwapOn: false,
    enforceNodeAllocatable: [],
    // A full disk of the machine is no reason to throw the lab's pods out.
    evictionHard: {
      "memory.available": "100Mi",
      "nodefs.available": "0%",
      "nodefs.inodesFree": "0%",
      "imagefs.available": "0%",
    },
    imageGCHighThresholdPercent: 100,
    maxPods: 250,
    podPidsLimit: 2048,
    podLogsDir: `${paths.directory}/pod-logs`,
    volumePluginDir: `${paths.directory}/volume-plugins`,
    containerLogMaxSize: "5Mi",
    containerLogMaxFiles: 2,
    serializeImagePulls: false,
    kubeAPIQPS: 500,
    kubeAPIBurst: 1000,
    // 0 is said to mean no limit, but client-go makes 5 a second of it: events then lag by minutes.
    eventRecordQPS: 500,
    eventBurst: 1000,
    registryPullQPS: 0,
    nodeStatusUpdateFrequency: "5s",
    // The default cache of mounted ConfigMaps waits for a watch: changes reach pods within one sync.
    syncFrequency: "10s",
    resolvConf: `${paths.config}/resolv.conf`,
    clusterDomain: "cluster.local",
    clusterDNS: [ranges.dnsService],
  });
}
