import { createHash } from "node:crypto";
import { join } from "node:path";
import { UsageProblem } from "../errors/problem.ts";
import { labPlace, standardLabDirectory } from "../host/labPlace.ts";
import type { LabPlace } from "../host/labPlace.ts";

const defaultForwardPort = 16443;
/** A Unix socket's path holds at most 107 characters; the longest name below the directory needs 32. */
const longestDirectory = 75;

/** Where one lab lives. Two labs with different directories share nothing but the build cache. */
export interface LabPaths extends LabPlace {
  /** Names its network namespace, cgroup and kubeconfig context: `release-lab`. */
  name: string;
  /** The administrator's kubeconfig for tools inside the network namespace. */
  insideKubeconfig: string;
  logs: string;
  secrets: string;
  config: string;
  volumes: string;
  /** Pid files of the daemons. */
  run: string;
  /** `kubectl` for the host, built with the lab. */
  kubectl: string;
  containerdSocket: string;
  netns: string;
  /** Port on the host's 127.0.0.1 that leads to the API server. */
  forwardPort: number;
}

/**
 * The lab that the environment names: `RELEASE_LAB_DIR` (default `/var/lib/release-lab`), `RELEASE_LAB_PORT`
 * (default 16443; another directory gets its own from 16500 on) and `XDG_CACHE_HOME`.
 * @throws UsageProblem LAB_DIR_TOO_LONG, LAB_PORT_INVALID
 */
export function labPaths(env: NodeJS.ProcessEnv = process.env): LabPaths {
  const place = labPlace(env);
  const { directory } = place;
  if (directory.length > longestDirectory) {
    throw new UsageProblem({
      code: "LAB_DIR_TOO_LONG",
      what: `the lab's directory has ${directory.length} characters, at most ${longestDirectory} fit (its sockets' paths are limited)`,
      where: `RELEASE_LAB_DIR=${directory}`,
      next: "choose a shorter path",
    });
  }
  const digest = createHash("sha256").update(directory).digest();
  const standard = directory === standardLabDirectory;
  const name = standard ? "release-lab" : `release-lab-${digest.toString("hex").slice(0, 6)}`;
  return {
    ...place,
    name,
    insideKubeconfig: join(directory, "secrets", "inside.kubeconfig"),
    logs: join(directory, "logs"),
    secrets: join(directory, "secrets"),
    config: join(directory, "config"),
    volumes: join(directory, "volumes"),
    run: join(directory, "run"),
    kubectl: join(directory, "bin", "kubectl"),
    containerdSocket: join(directory, "containerd.sock"),
    netns: `/run/netns/${name}`,
    forwardPort: forwardPort(
      env.RELEASE_LAB_PORT,
      standard ? defaultForwardPort : 16500 + (digest.readUInt16BE(0) % 1000),
    ),
  };
}

function forwardPort(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new UsageProblem({
    code: "LAB_PORT_INVALID",
    what: `"${text}" is no port: a whole number from 1 to 65535`,
    where: "RELEASE_LAB_PORT",
    next: `leave it unset to use ${otherwise}`,
  });
}
