import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { exitCodes, Problem } from "../errors/problem.ts";
import { labApi, tryGet } from "./api.ts";
import { nodeName } from "./config/kubelet.ts";
import type { DaemonName } from "./daemons.ts";
import type { Cgroups } from "./host/cgroup.ts";
import { readIfThere } from "./host/files.ts";
import { livingDaemon } from "./host/processes.ts";
import { succeeds } from "./host/run.ts";
import type { LabPaths } from "./paths.ts";

const patience = 60_000;

export async function awaitContainerd(paths: LabPaths, cgroups: Cgroups): Promise<void> {
  await awaitReady(paths, cgroups, ["containerd"], () =>
    succeeds("ctr", ["--address", paths.containerdSocket, "--connect-timeout", "1s", "version"]),
  );
}

export async function awaitApi(paths: LabPaths, cgroups: Cgroups): Promise<void> {
  const api = await labApi(paths);
  await awaitReady(
    paths,
    cgroups,
    ["etcd", "kube-apiserver", "forward"],
    async () => (await tryGet(api, "/readyz")) === "ok",
  );
}

/** Ready, said by the kubelet after `since` (an old `Ready` may stand in etcd), and pods can be created. */
export async function awaitNode(paths: LabPaths, cgroups: Cgroups, since: Date): Promise<void> {
  const api = await labApi(paths);
  await awaitReady(
    paths,
    cgroups,
    ["kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"],
    async () =>
      nodeIsReady(await tryGet(api, `/api/v1/nodes/${nodeName}`), since) &&
      (await tryGet(api, "/api/v1/namespaces/default/serviceaccounts/default")) !== undefined,
  );
}

interface NodeObject {
  status?: { conditions?: { type: string; status: string; lastHeartbeatTime: string }[] };
}

/** Pure: does the node say `Ready`, and did it say so at `since` or later (times have whole seconds)? */
export function nodeIsReady(node: unknown, since: Date): boolean {
  const conditions = (node as NodeObject | undefined)?.status?.conditions ?? [];
  const ready = conditions.find(({ type }) => type === "Ready");
  return ready?.status === "True" && Date.parse(ready.lastHeartbeatTime) + 1000 > since.getTime();
}

/** Asks until it is so; ends early, with the end of its log, when one of the daemons is gone. */
async function awaitReady(
  paths: LabPaths,
  cgroups: Cgroups,
  names: DaemonName[],
  isReady: () => Promise<boolean>,
): Promise<void> {
  const until = performance.now() + patience;
  while (performance.now() < until) {
    if (await isReady()) return;
    for (const name of names) {
      if ((await livingDaemon(paths, cgroups, name)) === undefined)
        throw await ended(paths, name, "ended right after its start");
    }
    await sleep(100);
  }
  throw await ended(paths, names[names.length - 1] ?? "etcd", `was not ready within ${patience / 1000} s`);
}

async function ended(paths: LabPaths, name: DaemonName, what: string): Promise<Problem> {
  const log = await readIfThere(join(paths.logs, `${name}.log`));
  return new Problem({
    code: "LAB_DAEMON_FAILED",
    what: `${name} ${what}`,
    where: join(paths.logs, `${name}.log`),
    details: log.trimEnd().split("\n").slice(-6),
    next: `npm run lab -- logs ${name}`,
    exitCode: exitCodes.unreachable,
  });
}
