import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import type { ClusterChoice } from "../../cluster/choice.ts";
import { kubeconfigTexts } from "../../cluster/impersonation.ts";
import { UnreachableProblem } from "../../errors/problem.ts";

type Named = Record<string, unknown> & { name?: unknown };
interface Kubeconfig {
  clusters?: Named[];
  users?: Named[];
  contexts?: Named[];
  "current-context"?: unknown;
}

/**
 * A kubeconfig of one context whose user acts as somebody else: what they do is theirs, and what they may is what the API server
 * lets them. https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 * @throws UnreachableProblem KUBECONFIG_UNREADABLE where the context is not there
 */
export function impersonated(
  choice: ClusterChoice,
  { user, groups }: { user: string; groups: readonly string[] },
): string {
  const files = kubeconfigTexts(choice).map((text) => parse(text) as Kubeconfig);
  const find = (kind: "clusters" | "users" | "contexts", name: unknown) =>
    files.flatMap((file) => file[kind] ?? []).find((entry) => entry.name === name);
  const wanted = choice.context ?? files.find((file) => file["current-context"] !== undefined)?.["current-context"];
  const context = find("contexts", wanted)?.context as { cluster?: unknown; user?: unknown } | undefined;
  const cluster = find("clusters", context?.cluster);
  const account = find("users", context?.user)?.user as Record<string, unknown> | undefined;
  if (context === undefined || cluster === undefined || account === undefined) {
    throw new UnreachableProblem({
      code: "KUBECONFIG_UNREADABLE",
      what: "the console's kubeconfig has no whole context to act as somebody else with",
      next: "name one with --kubeconfig and --context",
    });
  }
  const folder = choice.kubeconfig === undefined ? process.cwd() : dirname(resolve(choice.kubeconfig));
  const name = "console";
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: withWholePaths(cluster.cluster, folder) }],
    users: [{ name, user: { ...withWholePaths(account, folder), as: user, "as-groups": [...groups] } }],
    contexts: [{ name, context: { ...context, cluster: name, user: name } }],
    "current-context": name,
  });
}

const paths = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

/** It is read from another folder: what is beside the first one stays there. */
function withWholePaths(value: unknown, folder: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries((value ?? {}) as Record<string, unknown>).map(([key, item]) => [
      key,
      paths.includes(key) && typeof item === "string" ? resolve(folder, item) : item,
    ]),
  );
}
