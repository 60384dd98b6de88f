import { existsSync } from "node:fs";
import { run, succeeds } from "./run.ts";

/**
 * The lab's address plan. 198.18.0.0/15 is set aside for benchmarks (RFC 2544): no network that this machine can
 * reach uses it. Every lab has its own namespace, so two labs use the same ranges without meeting.
 */
export const ranges = {
  node: "198.18.0.1",
  nodeSubnet: "198.18.0.1/24",
  pods: "198.18.64.0/18",
  services: "198.18.128.0/20",
  /** First address of `services`: the API server's own Service. */
  kubernetesService: "198.18.128.1",
  dnsService: "198.18.128.10",
} as const;

/** Makes the namespace if it is missing: loopback, and a bridge as the node's interface. No way out. */
export async function createNetwork(name: string, netns: string): Promise<void> {
  if (!existsSync(netns) || !(await succeeds("nsenter", [`--net=${netns}`, "true"]))) {
    await succeeds("ip", ["netns", "delete", name]); // an empty file that a killed run left
    await run("ip", ["netns", "add", name]);
  }
  const script = [
    "set -e",
    "ip link set lo up",
    "ip link show eth0 >/dev/null 2>&1 || ip link add eth0 type bridge",
    `ip addr replace ${ranges.nodeSubnet} dev eth0`,
    "ip link set eth0 up",
    "ip route replace default dev eth0",
    "sysctl -qw net.ipv4.ip_forward=1 net.ipv4.ip_local_port_range='10240 65535' net.ipv4.tcp_tw_reuse=1",
  ].join("\n");
  await run("nsenter", [`--net=${netns}`, "sh", "-c", script]);
}

/** Removes the namespace; bridges, veth pairs, routes and nftables rules go with it. */
export async function removeNetwork(name: string, netns: string): Promise<void> {
  if (existsSync(netns)) await run("ip", ["netns", "delete", name]);
}
