import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../cluster/cluster.ts";
import { accessManifests } from "../components/rbac.ts";
import { serverOptions } from "../components/objects/consoleService.ts";
import { freePort } from "../host/freePort.ts";
import { turns } from "../host/turns.ts";
import { labPaths } from "../lab/paths.ts";
import { clusterRecords } from "../records/store.ts";
import { makeNamespace, removeNamespace } from "./arena.ts";
import { endsWithUs } from "./child.ts";
import { arenaNamespace } from "./leftovers.ts";
import { madeRecords } from "./madeRecords.ts";
import { benchStackFile, serviceNames } from "./stackFile.ts";
import { makeWorkspace } from "./workspace.ts";

export interface ConsoleStack {
  namespace: string;
  services: readonly string[];
  origin: string;
  stack: string;
  /** What a proxy that has signed somebody in says of them, each a viewer. */
  headersOf(viewer: number): Record<string, string>;
  /** What the server's process holds in memory, and held at most, in MB. */
  memory(): { now: number; most: number };
  close(): Promise<void>;
}

/**
 * A stack of many services and many releases on the lab, and the real console before it, as a team has it behind a proxy. Its
 * Deployments have no pods: a lab has no room for hundreds.
 * @param command the command's file
 */
export async function openConsoleStack(
  cluster: Cluster,
  command: string,
  size: { services: number; records: number },
): Promise<ConsoleStack> {
  const namespace = arenaNamespace(process.pid, size.services);
  const services = serviceNames(size.services);
  const workspace = await makeWorkspace();
  let endServer: (() => Promise<void>) | undefined;
  const close = async (): Promise<void> => {
    await endServer?.();
    await removeNamespace(cluster, namespace);
    await workspace.remove();
  };
  try {
    await workspace.writeStack(
      namespace,
      benchStackFile({ services, replicas: 3, minReady: undefined, version: "v1" }),
    );
    await makeNamespace(cluster, namespace);
    const group = `${namespace}-viewers`;
    const groups = { viewer: group, releaser: `${namespace}-releasers`, owner: `${namespace}-owners` };
    for (const manifest of accessManifests(namespace, groups)) await cluster.objects.create(manifest);
    const inTurn = turns(16);
    await Promise.all(
      services.map((name) => inTurn(() => cluster.apps.createNamespacedDeployment({ namespace, body: podless(name) }))),
    );
    const store = clusterRecords(cluster, { namespace, project: "releases", stack: namespace });
    const from = Date.now() - (size.records + 1) * 3_600_000;
    const records = madeRecords({ count: size.records, from, services, namespace, stack: namespace });
    await Promise.all(records.map((record) => inTurn(() => store.save(record))));
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const started = spawn(
      process.execPath,
      [
        ...[command, "console", "--cwd", workspace.dir, "--stacks", namespace, "--kubeconfig", labPaths().kubeconfig],
        ...["--no-open", "--data", join(workspace.dir, "acts"), "--url", origin, "--port", String(port)],
        ...["--trusted-proxy", "127.0.0.1", "--trusted-proxy-header", "x-user"],
        ...["--trusted-proxy-groups-header", "x-groups"],
      ],
      // As the stack's own Deployment of it has it.
      { env: { ...workspace.env, NODE_OPTIONS: serverOptions }, stdio: "ignore" },
    );
    endServer = endsWithUs(started);
    const headersOf = (viewer: number) => ({
      "x-user": `viewer-${viewer}`,
      "x-groups": group,
      "x-forwarded-for": `127.1.${Math.floor(viewer / 250)}.${viewer % 250}`,
    });
    await answers(origin, started);
    return { namespace, services, origin, stack: namespace, headersOf, memory: () => memoryOf(started.pid), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function podless(name: string) {
  const labels = { app: name };
  const container = { name: "main", image: "localhost/web:v1" };
  return {
    metadata: { name, labels },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
}

async function answers(origin: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 240 && server.exitCode === null; tries += 1) {
    const status = await fetch(`${origin}/readyz`).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`the console does not answer at ${origin}`);
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function memoryOf(pid: number | undefined): { now: number; most: number } {
  const text = readFileSync(`/proc/${String(pid)}/status`, "utf8");
  const of = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? NaN) / 1024;
  return { now: of("VmRSS"), most: of("VmHWM") };
}
