import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { labPart } from "../lab/parts.ts";
import { labPaths } from "../lab/paths.ts";
import { timedCommand } from "./command.ts";
import type { Kubectl } from "./kubectl.ts";
import type { Workspace } from "./workspace.ts";

/** helm 4 with a chart of the same objects, in a namespace of its own: waits as `release` does, and goes back by itself. */
export interface Helm {
  readonly namespace: string;
  upgrade: (version: string, expected?: readonly number[]) => Promise<number>;
  /** The version that it runs, once more. */
  again: () => Promise<number>;
  /** To the release before. */
  rollback: () => Promise<number>;
}

export interface HelmParts {
  workspace: Workspace;
  namespace: string;
  kubectl: Kubectl;
  signal: AbortSignal;
}

const release = "services";
const waits = "--wait=watcher";

export async function helmFor({ workspace, namespace, kubectl, signal }: HelmParts): Promise<Helm> {
  const command = await labPart("helm");
  const chart = await writeChart(workspace, namespace, kubectl);
  const home = join(workspace.dir, ".helm");
  const env = { ...process.env, HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home };
  const run = async (args: readonly string[], expected: readonly number[] = [0]): Promise<number> => {
    const where = ["--kubeconfig", labPaths().kubeconfig, "--namespace", namespace];
    return (await timedCommand(command, [...where, ...args], { env, expected, signal })).seconds;
  };
  let running = "";
  const upgrade: Helm["upgrade"] = (version, expected) => {
    if (expected === undefined) running = version;
    const values = ["--set", `version=${version}`];
    return run(["upgrade", "--install", release, chart, ...values, waits, "--rollback-on-failure"], expected);
  };
  return {
    namespace,
    upgrade,
    again: () => upgrade(running),
    rollback: () => run(["rollback", release, waits]),
  };
}

/** The manifests that kubectl is given, with the version as a value. */
async function writeChart(workspace: Workspace, namespace: string, kubectl: Kubectl): Promise<string> {
  const placeholder = "v8";
  const manifests = await readFile(await kubectl.writeManifests(placeholder), "utf8");
  const chart = join(workspace.dir, ".chart");
  await mkdir(join(chart, "templates"), { recursive: true });
  await writeFile(join(chart, "Chart.yaml"), "apiVersion: v2\nname: services\nversion: 0.1.0\n");
  const templated = manifests
    .replaceAll(kubectl.namespace, namespace)
    .replaceAll(new RegExp(`\\b${placeholder}\\b`, "g"), "{{ .Values.version }}");
  await writeFile(join(chart, "templates", "services.yaml"), templated);
  return chart;
}
