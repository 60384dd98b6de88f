import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UnreachableProblem } from "../errors/problem.ts";
import { freePort } from "../host/freePort.ts";
import { registryHosts } from "./config/containerd.ts";
import { insideLab } from "./exec.ts";
import { buildHelper } from "./kube.ts";
import { labPart } from "./parts.ts";
import { labPaths, type LabPaths } from "./paths.ts";

export interface LabRegistry {
  /** `127.0.0.1:43117`: the same on this machine and on the lab's node, so that an image has one name in both. */
  host: string;
  stop: () => Promise<void>;
}

const startMs = 10_000;

/**
 * A real OCI registry, which the lab's node pulls from and this machine's loopback leads to.
 * @param folder for its images; its caller's
 * @throws UnreachableProblem LAB_DOWN, LAB_REGISTRY_SILENT
 */
export async function startRegistry(folder: string, paths: LabPaths = labPaths()): Promise<LabRegistry> {
  const [registry, helper] = [await labPart("registry", paths.cache), await buildHelper(paths.cache)];
  const host = `127.0.0.1:${await freePort()}`;
  const config = join(folder, "registry.json");
  const hosts = join(paths.config, "registries", host);
  await mkdir(folder, { recursive: true });
  await writeFile(config, JSON.stringify(settings(folder, host)));
  await mkdir(hosts, { recursive: true });
  await writeFile(join(hosts, "hosts.toml"), registryHosts(host));
  const inside = await insideLab([registry, "serve", config], paths);
  const forward = ["forward", `--listen=${host}`, `--netns=${paths.netns}`, `--target=${host}`];
  const children = [
    spawn(inside.command, inside.args, { env: inside.env, stdio: "ignore" }),
    spawn(helper, forward, { stdio: "ignore" }),
  ];
  const kill = (): void => {
    for (const child of children) child.kill("SIGTERM");
    rmSync(hosts, { recursive: true, force: true });
  };
  process.once("exit", kill);
  const stop = async (): Promise<void> => {
    process.off("exit", kill);
    kill();
    await Promise.all(children.map(ended));
  };
  if (await answers(host)) return { host, stop };
  await stop();
  throw new UnreachableProblem({
    code: "LAB_REGISTRY_SILENT",
    what: `the registry does not answer within ${startMs / 1000} s`,
    where: host,
    next: `look at what it says: npm run lab -- exec -- ${registry} serve ${config}`,
  });
}

function settings(folder: string, host: string): unknown {
  const storage = { filesystem: { rootdirectory: join(folder, "images") } };
  return { version: "0.1", log: { level: "error" }, storage, http: { addr: host } };
}

async function answers(host: string): Promise<boolean> {
  for (const until = Date.now() + startMs; Date.now() < until;) {
    const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return true;
    await sleep(50);
  }
  return false;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
