import { labPaths } from "../lab/paths.ts";
import { isNotFound } from "../cluster/apiError.ts";
import { connect, type Cluster } from "../cluster/cluster.ts";
import type { StackLocation } from "../parameters/location.ts";
import { buildRelease } from "./builtRelease.ts";
import { helmFor, type Helm } from "./helm.ts";
import { kubectlFor, type Kubectl } from "./kubectl.ts";
import { arenaNamespace, benchLabel, removeLeftovers } from "./leftovers.ts";
import { plainPulumi, type PlainPulumi } from "./pulumi.ts";
import { runRelease, type ReleaseRun } from "./release.ts";
import type { Peer, Reading } from "./result.ts";
import { benchStackFile, serviceNames, versionAfter } from "./stackFile.ts";
import { makeWorkspace } from "./workspace.ts";

export interface ArenaOptions {
  services: number;
  replicas: number;
  minReady: string | undefined;
  signal: AbortSignal;
}

/**
 * N services on the lab three times: as a stack, for `release` and plain `pulumi up` in turn, and as copies for kubectl
 * and helm. Benchmarks leave it as good as they found it.
 */
export interface Arena {
  cluster: Cluster;
  services: readonly string[];
  namespace: string;
  /** Of the stack. */
  location: StackLocation;
  /** The version that all services of the stack run. */
  version: string;
  /** Notes that the stack goes to the next version, and says which. */
  toNext: () => string;
  /** The next version of a peer's own copies. */
  nextFor: (peer: Exclude<Peer, "pulumi" | "argo">) => string;
  /** `release VERB …` on our stack, not asking. */
  release: (args: readonly string[], expected?: readonly number[]) => Promise<ReleaseRun>;
  kubectl: Kubectl;
  pulumi: PlainPulumi;
  helm: Helm;
  /** How long it took each until everything ran. */
  firstDeploy: Required<Pick<Reading, "value" | "beside">>;
  /** Waits for pods that are on their way out: what one side left behind is not measured with the other. */
  settle: () => Promise<void>;
  signal: AbortSignal;
  close: () => Promise<void>;
}

const firstVersion = "v1";
const goneWithinMs = 180_000;

export async function openArena({ services: count, replicas, minReady, signal }: ArenaOptions): Promise<Arena> {
  const { kubeconfig } = labPaths();
  const cluster = connect({ kubeconfig });
  await removeLeftovers(cluster);
  const command = await buildRelease();
  const workspace = await makeWorkspace();
  const services = serviceNames(count);
  const stackFile = (version: string) => benchStackFile({ services, replicas, minReady, version });
  const namespace = arenaNamespace(process.pid, count);
  const kubectl = kubectlFor({ workspace, namespace: `${namespace}-kubectl`, services, stackFile, signal });
  const helm = await helmFor({ workspace, namespace: `${namespace}-helm`, kubectl, signal });
  const namespaces = [namespace, kubectl.namespace, helm.namespace];
  const versions = { kubectl: firstVersion, helm: firstVersion };
  const close = async (): Promise<void> => {
    await Promise.all(namespaces.map((name) => removeNamespace(cluster, name)));
    await workspace.remove();
  };
  const where = ["--cwd", workspace.dir, "--stack", namespace, "--kubeconfig", kubeconfig];
  const arena: Arena = {
    cluster,
    services,
    namespace,
    location: { projectDir: workspace.dir, stack: namespace },
    version: firstVersion,
    toNext: () => (arena.version = versionAfter(arena.version)),
    nextFor: (peer) => (versions[peer] = versionAfter(versions[peer])),
    release: (args, expected = [0]) =>
      runRelease(command, [...where, ...args, "--yes"], { env: workspace.env, expected, signal }),
    kubectl,
    pulumi: plainPulumi({ workspace, stack: namespace, stackFile, signal }),
    helm,
    firstDeploy: { value: 0, beside: {} },
    settle: () => podsGone(cluster, namespaces),
    signal,
    close,
  };
  try {
    await workspace.writeStack(namespace, stackFile(firstVersion));
    for (const name of namespaces) await makeNamespace(cluster, name);
    const { seconds: value } = await arena.release(["up", "-m", "bench: first release"]);
    const manifests = await kubectl.writeManifests(firstVersion);
    const kubectls = await kubectl.run(["apply", "-f", manifests], kubectl.status);
    arena.firstDeploy = { value, beside: { kubectl: kubectls, helm: await helm.upgrade(firstVersion) } };
    return arena;
  } catch (error) {
    await close();
    throw error;
  }
}

export async function makeNamespace(cluster: Cluster, name: string): Promise<void> {
  await cluster.core.createNamespace({ body: { metadata: { name, labels: { [benchLabel]: "true" } } } });
}

/** Waits until no pod there is being ended. */
async function podsGone(cluster: Cluster, namespaces: readonly string[]): Promise<void> {
  for (const until = Date.now() + goneWithinMs; Date.now() < until;) {
    const lists = await Promise.all(namespaces.map((namespace) => cluster.core.listNamespacedPod({ namespace })));
    const ending = lists
      .flatMap(({ items }) => items)
      .some(({ metadata }) => metadata?.deletionTimestamp !== undefined);
    if (!ending) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Waits until its pods are gone too, so that the next figures are not measured beside their end. */
export async function removeNamespace(cluster: Cluster, name: string): Promise<void> {
  const until = Date.now() + goneWithinMs;
  try {
    await cluster.core.deleteNamespace({ name });
    while (Date.now() < until) {
      await cluster.core.readNamespace({ name });
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
