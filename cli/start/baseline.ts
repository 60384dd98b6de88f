import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Cluster } from "../../cluster/cluster.ts";

const run = promisify(execFile);

/** Times kubectl doing what a release does, on a copy of the workload, in the same cluster and the same run. */
export interface KubectlBaseline {
  /** `kubectl set image` + `kubectl rollout status`, in seconds. */
  change(image: string): Promise<number>;
  /** `kubectl set image` to an image that fails, then, timed, `kubectl rollout undo` + `kubectl rollout status`. */
  undo(badImage: string): Promise<number>;
  remove(): Promise<void>;
}

export interface Kubectl {
  command: string;
  kubeconfig?: string;
  context?: string;
}

/** A copy of the Deployment `name` in a namespace of its own: same template, replicas and strategy. */
export async function copyForKubectl(
  cluster: Cluster,
  kubectl: Kubectl,
  source: { namespace: string; name: string },
): Promise<KubectlBaseline> {
  const namespace = `${source.namespace}-kubectl`;
  const { name } = source;
  const original = await cluster.apps.readNamespacedDeployment(source);
  const spec = original.spec;
  if (spec === undefined) throw new Error(`Deployment ${source.namespace}/${name} has no spec`);
  delete spec.template.spec?.serviceAccountName;
  delete spec.template.spec?.serviceAccount;
  await cluster.core.createNamespace({ body: { metadata: { name: namespace } } }).catch(() => undefined);
  await cluster.apps.deleteNamespacedDeployment({ namespace, name, gracePeriodSeconds: 0 }).catch(() => undefined);
  await cluster.apps.createNamespacedDeployment({
    namespace,
    body: { metadata: { name, labels: { "releases/baseline": "true" } }, spec },
  });
  const container = spec.template.spec?.containers[0]?.name ?? "";
  const call = async (...args: string[]): Promise<void> => {
    const where = [
      ...(kubectl.kubeconfig === undefined ? [] : ["--kubeconfig", kubectl.kubeconfig]),
      ...(kubectl.context === undefined ? [] : ["--context", kubectl.context]),
    ];
    await run(kubectl.command, [...where, "--namespace", namespace, ...args], { timeout: 300_000 });
  };
  const status = () => call("rollout", "status", `deployment/${name}`, "--timeout=240s");
  await status();
  return {
    change: (image) =>
      timed(async () => {
        await call("set", "image", `deployment/${name}`, `${container}=${image}`);
        await status();
      }),
    async undo(badImage) {
      await call("set", "image", `deployment/${name}`, `${container}=${badImage}`);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      return timed(async () => {
        await call("rollout", "undo", `deployment/${name}`);
        await status();
      });
    },
    async remove() {
      await cluster.core.deleteNamespace({ name: namespace });
    },
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
