import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { UsageProblem } from "../../errors/problem.ts";
import { buildLoad, buildWebArchive } from "../../lab/images/build.ts";
import { labPaths } from "../../lab/paths.ts";
import { labUp } from "../../lab/up.ts";
import { buildWordpressArchives } from "../../lab/images/wordpress.ts";
import type { MoreImages } from "../../lab/moreImages.ts";
import type { ClusterChoice } from "../../cluster/choice.ts";
import { onPath } from "../../host/onPath.ts";
import { labProgress } from "../renderers/labProgress.ts";
import type { Output } from "../output.ts";
import type { Kubectl } from "./baseline.ts";
import type { StartOptions } from "./options.ts";

const run = promisify(execFile);
const kindCluster = "release-start";

export interface FoundCluster {
  /** `lab`, `kind`, or the context's name. */
  name: string;
  choice: ClusterChoice;
  kubectl: Kubectl;
}

/**
 * The cluster for `npm start`: the context that was named, else Docker → kind, else the lab. Says which, and why. The
 * current context of the person's kubeconfig is never used, nor changed.
 */
export async function findCluster(options: StartOptions, output: Output): Promise<FoundCluster> {
  if (options.context !== undefined || options.kubeconfig !== undefined) return ownCluster(options, output);
  const kind = await kindPossible();
  if (kind.possible) return startKind(output);
  output.say(`cluster    the lab, a real Kubernetes on this machine: ${kind.why}`);
  return startLab(output, "wordpress");
}

async function ownCluster({ context, kubeconfig }: StartOptions, output: Output): Promise<FoundCluster> {
  const choice = {
    ...(context === undefined ? {} : { context }),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
  };
  output.say(`cluster    ${context ?? kubeconfig ?? ""}: named on the command line`);
  return { name: context ?? "current context", choice, kubectl: { command: await kubectlOnPath(), ...choice } };
}

async function kindPossible(): Promise<{ possible: boolean; why: string }> {
  if ((await onPath("docker")) === undefined) return { possible: false, why: "there is no Docker here" };
  try {
    await run("docker", ["info"], { timeout: 5000 });
  } catch {
    return { possible: false, why: "the docker command is here, but no Docker engine answers" };
  }
  return (await onPath("kind")) === undefined
    ? { possible: false, why: "Docker is here, but kind is not" }
    : { possible: true, why: "" };
}

async function startKind(output: Output): Promise<FoundCluster> {
  output.say(
    `cluster    kind, in Docker: cluster ${kindCluster} (kind delete cluster --name ${kindCluster} removes it)`,
  );
  const kubeconfig = join(process.cwd(), ".pulumi", "kind.kubeconfig");
  const { stdout } = await run("kind", ["get", "clusters"]);
  if (!stdout.split("\n").includes(kindCluster)) {
    output.say("           creating it, about a minute");
    await run("kind", ["create", "cluster", "--name", kindCluster, "--kubeconfig", kubeconfig, "--wait", "120s"]);
  } else {
    await run("kind", ["export", "kubeconfig", "--name", kindCluster, "--kubeconfig", kubeconfig]);
  }
  const { cache } = labPaths();
  const say = (text: string): void => {
    output.say(`           ${text}`);
  };
  const wordpress = await buildWordpressArchives(cache, { say, done: say, skip: say });
  for (const { path } of [await buildWebArchive(cache), (await buildLoad(cache)).archive, ...wordpress]) {
    await run("kind", ["load", "image-archive", path, "--name", kindCluster]);
  }
  return { name: "kind", choice: { kubeconfig }, kubectl: { command: await kubectlOnPath(), kubeconfig } };
}

/** The lab, with an image beside those that it always has. */
export async function startLab(output: Output, image?: MoreImages): Promise<FoundCluster> {
  const paths = labPaths();
  const progress = labProgress(output);
  try {
    const beside = image === undefined ? {} : { image };
    await labUp({ emit: progress.emit, command: "npm start", ...beside });
  } finally {
    progress.end();
  }
  const { kubeconfig } = paths;
  return { name: "lab", choice: { kubeconfig }, kubectl: { command: paths.kubectl, kubeconfig } };
}

async function kubectlOnPath(): Promise<string> {
  if ((await onPath("kubectl")) !== undefined) return "kubectl";
  throw new UsageProblem({
    code: "KUBECTL_MISSING",
    what: "kubectl is not on PATH; npm start compares with it",
    next: "install kubectl, or run npm start without --context to use the lab, which brings its own",
  });
}
