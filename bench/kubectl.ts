import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { manifestsYaml, renderStack } from "../components/render.ts";
import { labPaths } from "../lab/paths.ts";
import { readStack } from "../parameters/stack.ts";
import { timedCommand } from "./command.ts";
import type { Workspace } from "./workspace.ts";

/** kubectl on a copy of the services in a namespace of its own: what releases are compared with. */
export interface Kubectl {
  readonly namespace: string;
  /** Runs these one after another; returns how long they took together, in s. */
  run: (...commands: (readonly string[])[]) => Promise<number>;
  /** `set image` of all workloads + `rollout status`. */
  setImage: (version: string) => Promise<number>;
  /** `rollout status` until every workload is done. */
  status: readonly string[];
  /** `deployment/web-01` … */
  workloads: readonly string[];
  /** Writes the same objects that a release makes, with this version; returns the file's path. */
  writeManifests: (version: string) => Promise<string>;
}

export interface KubectlParts {
  workspace: Workspace;
  namespace: string;
  services: readonly string[];
  stackFile: (version: string) => string;
  signal: AbortSignal;
}

export function kubectlFor({ workspace, namespace, services, stackFile, signal }: KubectlParts): Kubectl {
  const { kubectl, kubeconfig } = labPaths();
  const workloads = services.map((name) => `deployment/${name}`);
  const status = ["rollout", "status", ...workloads, "--timeout=280s"];
  const run = async (...commands: (readonly string[])[]): Promise<number> => {
    let seconds = 0;
    for (const command of commands) {
      const args = ["--kubeconfig", kubeconfig, "--namespace", namespace, ...command];
      seconds += (await timedCommand(kubectl, args, { signal })).seconds;
    }
    return seconds;
  };
  return {
    namespace,
    run,
    status,
    workloads,
    setImage: (version) => run(["set", "image", ...workloads, `*=localhost/web:${version}`], status),
    async writeManifests(version) {
      await workspace.writeStack(namespace, stackFile(version));
      const stack = readStack({ projectDir: workspace.dir, stack: namespace });
      const path = join(workspace.dir, `${namespace}.manifests.yaml`);
      await writeFile(path, manifestsYaml(renderStack(stack.config)));
      return path;
    },
  };
}
