import { exitCodes, Problem, UnreachableProblem, UsageProblem } from "../../errors/problem.ts";
import { apiProblem, apiStatus, isNotFound } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import type { FoundDrift } from "../../drift/drift.ts";
import type { ReleaseContext } from "../context.ts";
import { lostNamespace, type DriftPlan } from "../drift/plan.ts";
import type { Scope } from "./scope.ts";
import type { Stack } from "../../parameters/stack.ts";
import { namespaceUrn } from "../../engine/urn.ts";
import { setupMessage } from "../../records/updateMessage.ts";

interface Scoped {
  stack: Stack;
  scope: Scope;
}

/**
 * The lock and the records live in the stack's home namespace, so it comes before everything else. On a stack's very
 * first release the engine makes it, and it alone, so that it belongs to the stack like all the rest; the same where
 * somebody has deleted it since. Two that do so at once meet at Pulumi's own lock, then at ours.
 * @param beforeMaking asks for approval: it is the first thing that is touched; returns the namespace where it is lost
 * @throws UsageProblem NAMESPACE_MISSING where the stack does not make it; Problem NAMESPACE_NOT_MADE, NAMESPACE_ENDING
 */
export async function makeHomeNamespace(
  stack: Stack,
  context: ReleaseContext,
  beforeMaking: () => Promise<FoundDrift | undefined>,
): Promise<void> {
  const { namespace } = stack;
  if (stack.config.namespaces[namespace]?.create !== true) throw namespaceMissing(stack, namespace, context.cluster);
  const lost = await beforeMaking();
  await makeNamespace(stack, namespace, lost !== undefined, context);
}

/** A release of named services touches nothing else: a namespace of theirs that is not there is made before. */
export async function ensureNamespaces(
  { stack, scope }: Scoped,
  drift: DriftPlan,
  context: ReleaseContext,
): Promise<void> {
  for (const namespace of await namespacesLacking({ stack, scope }, context.cluster)) {
    await makeNamespace(stack, namespace, lostNamespace(drift, namespace) !== undefined, context);
  }
}

/** Those of a plan of named services that their release would make before, as Pulumi's state does not know them. */
export async function namespacesMade(scoped: Scoped, drift: DriftPlan, cluster: Cluster): Promise<string[]> {
  const lacking = await namespacesLacking(scoped, cluster);
  return lacking.filter((namespace) => lostNamespace(drift, namespace) === undefined);
}

async function namespacesLacking({ stack, scope }: Scoped, cluster: Cluster): Promise<string[]> {
  const wanted = [...new Set(scope.only?.flatMap((service) => stack.services.get(service)?.namespace ?? []))];
  const made = wanted.filter((namespace) => stack.config.namespaces[namespace]?.create === true);
  const exist = await Promise.all(made.map((namespace) => namespaceExists(cluster, namespace)));
  return made.filter((_, index) => exist[index] !== true);
}

/** @param lost it was there: Pulumi believes that it still is, until it is told to look */
async function makeNamespace(stack: Stack, namespace: string, lost: boolean, context: ReleaseContext): Promise<void> {
  const targets = [namespaceUrn({ stack: stack.name, project: stack.project }, namespace)];
  // All that is in it depends on it, and comes with the release.
  const options = { targets, alone: true, signal: context.signal, emit: context.emit };
  if (lost) await context.engine.refresh({ ...options, message: `namespace ${namespace} is gone` });
  const up = await context.engine.up({
    ...options,
    message: setupMessage(namespace, context.operator, lost),
  });
  if (up.result === "succeeded") return;
  throw new Problem({
    code: "NAMESPACE_NOT_MADE",
    what: `namespace ${namespace} could not be made: ${up.failures[0]?.message ?? up.result}`,
    where: `context ${context.cluster.context}`,
    next: "ask a cluster owner to make it, then release again",
    exitCode: exitCodes.usage,
  });
}

export function namespaceMissing({ file }: Stack, namespace: string, cluster: Cluster): UsageProblem {
  return new UsageProblem({
    code: "NAMESPACE_MISSING",
    what: `namespace ${namespace} does not exist, and the stack does not make it`,
    where: `context ${cluster.context}`,
    next: `declare it under releases:namespaces in ${file}, or make it: kubectl create namespace ${namespace}`,
  });
}

/** @throws UnreachableProblem NAMESPACE_ENDING while it is being deleted */
export async function namespaceExists(cluster: Cluster, name: string): Promise<boolean> {
  try {
    const { metadata, status } = await cluster.core.readNamespace({ name });
    if (status?.phase === "Terminating") throw namespaceEnding(name, metadata?.deletionTimestamp);
    return true;
  } catch (error) {
    // Reading may be forbidden to a releaser whose rights end at its namespace: then it surely exists.
    if (apiStatus(error)?.code === 403) return true;
    if (isNotFound(error)) return false;
    throw apiProblem(error, `reading namespace ${name}`);
  }
}

/** What is deleted cannot be kept, and nothing can be made in it meanwhile. */
function namespaceEnding(name: string, since: Date | undefined): UnreachableProblem {
  return new UnreachableProblem({
    code: "NAMESPACE_ENDING",
    what: `namespace ${name} is being deleted${since === undefined ? "" : `, since ${since.toISOString().slice(0, 19)}Z`}, with all that is in it`,
    next: `once it is gone (kubectl get namespace ${name}), release up makes it anew`,
  });
}
