import {
  AppsV1Api,
  BatchV1Api,
  CoreV1Api,
  CoordinationV1Api,
  type KubeConfig,
  KubernetesObjectApi,
  VersionApi,
} from "@kubernetes/client-node";
import { errorText } from "../errors/errorText.ts";
import { UnreachableProblem } from "../errors/problem.ts";
import { isKubeconfigContent, type ClusterChoice } from "./choice.ts";
import { ImpersonatingKubeConfig, impersonationOf, kubeconfigTexts } from "./impersonation.ts";
import { useTokenFile } from "./tokenFile.ts";

/** One cluster, reached as one user. */
export interface Cluster {
  kubeConfig: KubeConfig;
  context: string;
  server: string;
  core: CoreV1Api;
  apps: AppsV1Api;
  batch: BatchV1Api;
  coordination: CoordinationV1Api;
  version: VersionApi;
  objects: KubernetesObjectApi;
}

/** @throws UnreachableProblem KUBECONFIG_UNREADABLE, CONTEXT_UNKNOWN. No request is sent yet. */
export function connect(choice: ClusterChoice = {}): Cluster {
  if (choice.kubeconfig !== undefined && isKubeconfigContent(choice.kubeconfig)) throw givenAsContent();
  const kubeConfig = new ImpersonatingKubeConfig();
  try {
    if (choice.content !== undefined) kubeConfig.loadFromString(choice.content);
    else if (choice.kubeconfig === undefined) kubeConfig.loadFromDefault();
    else kubeConfig.loadFromFile(choice.kubeconfig);
  } catch (cause) {
    // Its parser's words would show some of it.
    if (choice.content !== undefined) {
      throw new UnreachableProblem({
        code: "KUBECONFIG_UNREADABLE",
        what: "the kubeconfig that is configured by its content cannot be read",
        where: "kubernetes:kubeconfig",
        next: "set what `kubectl config view --raw --flatten` prints, or a file's path",
      });
    }
    throw new UnreachableProblem({
      code: "KUBECONFIG_UNREADABLE",
      what: `the kubeconfig cannot be read: ${errorText(cause)}`,
      where: choice.kubeconfig ?? process.env.KUBECONFIG ?? "~/.kube/config",
      next: "name a readable file with --kubeconfig, or KUBECONFIG",
      cause,
    });
  }
  if (choice.context !== undefined) {
    const known = kubeConfig.getContexts().map(({ name }) => name);
    if (!known.includes(choice.context)) {
      throw new UnreachableProblem({
        code: "CONTEXT_UNKNOWN",
        what: `the kubeconfig has no context "${choice.context}"; it has: ${known.join(", ") || "none"}`,
        where: choice.kubeconfig ?? process.env.KUBECONFIG ?? "~/.kube/config",
        next: "choose one with --context, or set kubernetes:context in the stack's file",
      });
    }
    kubeConfig.setCurrentContext(choice.context);
  }
  const user = kubeConfig.getCurrentUser();
  if (typeof user?.impersonateUser === "string") {
    kubeConfig.impersonation = impersonationOf(kubeconfigTexts(choice), user.name);
  }
  if (user !== null) useTokenFile(kubeConfig, kubeconfigTexts(choice), user.name);
  return clusterOf(kubeConfig);
}

/** Its tokens must not be told as a path would be. */
function givenAsContent(): UnreachableProblem {
  return new UnreachableProblem({
    code: "KUBECONFIG_IS_CONTENT",
    what: "kubernetes:kubeconfig holds a kubeconfig itself, and release reads one from a file",
    where: "kubernetes:kubeconfig",
    next: "name its path there, or give it with --kubeconfig",
  });
}

/** The cluster of a kubeconfig's current context. */
export function clusterOf(kubeConfig: KubeConfig): Cluster {
  return {
    kubeConfig,
    context: kubeConfig.getCurrentContext(),
    server: kubeConfig.getCurrentCluster()?.server ?? "",
    core: kubeConfig.makeApiClient(CoreV1Api),
    batch: kubeConfig.makeApiClient(BatchV1Api),
    apps: kubeConfig.makeApiClient(AppsV1Api),
    coordination: kubeConfig.makeApiClient(CoordinationV1Api),
    version: kubeConfig.makeApiClient(VersionApi),
    objects: KubernetesObjectApi.makeApiClient(kubeConfig),
  };
}
