import { existsSync } from "node:fs";
import { UnreachableProblem } from "../errors/problem.ts";
import { labApi, tryGet } from "./api.ts";
import { nodeName } from "./config/kubelet.ts";
import { daemonNames, type DaemonName } from "./daemons.ts";
import { labCgroups } from "./host/cgroup.ts";
import { requireRoot } from "./host/requirements.ts";
import { livingDaemon } from "./host/processes.ts";
import { labPaths, type LabPaths } from "./paths.ts";
import { nodeIsReady } from "./ready.ts";

export interface LabState {
  name: string;
  /** All daemons live, its network can be entered, the API server answers and the node is Ready. */
  ready: boolean;
  daemons: Record<DaemonName, { alive: boolean; pid?: number }>;
  /** For tools on the host. */
  kubeconfig: string;
  context: string;
  /** A kubectl of the lab's own version. */
  kubectl: string;
  netns: string;
  directory: string;
  /** `v1.34.4`; absent while the API server does not answer. */
  version?: string;
  /** Pods in all namespaces; absent while the API server does not answer. */
  pods?: number;
}

/** How the lab is, in at most a few seconds; never changes anything. */
export async function labStatus(paths: LabPaths = labPaths()): Promise<LabState> {
  if (existsSync(paths.directory)) requireRoot("npm run lab -- status");
  const cgroups = await labCgroups(paths.name);
  const found = await Promise.all(
    daemonNames.map(async (name) => {
      const pid = await livingDaemon(paths, cgroups, name);
      return [name, pid === undefined ? { alive: false } : { alive: true, pid }] as const;
    }),
  );
  const state: LabState = {
    name: paths.name,
    ready: false,
    daemons: Object.fromEntries(found) as LabState["daemons"],
    kubeconfig: paths.kubeconfig,
    context: paths.name,
    kubectl: paths.kubectl,
    netns: paths.netns,
    directory: paths.directory,
  };
  const reachable = state.daemons["kube-apiserver"].alive && existsSync(paths.kubeconfig) && existsSync(paths.netns);
  if (!reachable) return state;
  return {
    ...state,
    ...(await askApi(
      paths,
      found.every(([, { alive }]) => alive),
    )),
  };
}

/** @throws UnreachableProblem LAB_DOWN, unless the API server answers and the node is Ready */
export async function requireRunning(paths: LabPaths): Promise<void> {
  if ((await labStatus(paths)).ready) return;
  throw new UnreachableProblem({ code: "LAB_DOWN", what: "the lab is not running", next: "npm run lab -- up" });
}

/** The kubelet reports every 5 s (nodeStatusUpdateFrequency); three in a row missed means that it hangs. */
const staleAfter = 20_000;

async function askApi(paths: LabPaths, allAlive: boolean): Promise<Pick<LabState, "ready" | "version" | "pods">> {
  const api = await labApi(paths);
  const [version, node, pods] = await Promise.all([
    tryGet(api, "/version"),
    tryGet(api, `/api/v1/nodes/${nodeName}`),
    tryGet(api, "/api/v1/pods"),
  ]);
  const gitVersion = (version as { gitVersion?: string } | undefined)?.gitVersion;
  const items = (pods as { items?: unknown[] } | undefined)?.items;
  return {
    ready: allAlive && nodeIsReady(node, new Date(Date.now() - staleAfter)),
    ...(gitVersion === undefined ? {} : { version: gitVersion }),
    ...(items === undefined ? {} : { pods: items.length }),
  };
}
