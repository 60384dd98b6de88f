import { exitCodes, Problem, UsageProblem } from "../../errors/problem.ts";
import { apiProblem, apiStatus, isNotFound } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import type { ReleaseContext } from "../context.ts";
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
 * first release the engine makes it, and it alone, so that it belongs to the stack like all the rest.
 * @param beforeMaking asks for approval: it is the first thing that is touched
 * @throws UsageProblem NAMESPACE_MISSING where the stack does not make it; Problem NAMESPACE_NOT_MADE
 */
export async function ensureHomeNamespace(
  stack: Stack,
  context: ReleaseContext,
  beforeMaking: () => Promise<void>,
): Promise<void> {
  const { namespace } = stack;
  if (await namespaceExists(context.cluster, namespace)) return;
  if (stack.config.namespaces[namespace]?.create !== true) {
    throw new UsageProblem({
      code: "NAMESPACE_MISSING",
      what: `namespace ${namespace} does not exist, and the stack does not make it`,
      where: `context ${context.cluster.context}`,
      next: `declare it under releases:namespaces in ${stack.file}, or make it: kubectl create namespace ${namespace}`,
    });
  }
  await beforeMaking();
  await makeNamespace(stack, namespace, context);
}

/** A release of named services touches nothing else: a namespace of theirs that is not there yet is made before. */
export async function ensureNamespaces({ stack, scope }: Scoped, context: ReleaseContext): Promise<void> {
  const wanted = new Set(scope.only?.flatMap((service) => stack.services.get(service)?.namespace ?? []));
  for (const namespace of wanted) {
    if (stack.config.namespaces[namespace]?.create !== true) continue;
    if (await namespaceExists(context.cluster, namespace)) continue;
    await makeNamespace(stack, namespace, context);
  }
}

async function makeNamespace(stack: Stack, namespace: string, context: ReleaseContext): Promise<void> {
  const up = await context.engine.up({
    message: setupMessage(namespace, context.operator),
    targets: [namespaceUrn({ stack: stack.name, project: stack.project }, namespace)],
    signal: context.signal,
    emit: context.emit,
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

export async function namespaceExists(cluster: Cluster, name: string): Promise<boolean> {
  try {
    await cluster.core.readNamespace({ name });
    return true;
  } catch (error) {
    // Reading may be forbidden to a releaser whose rights end at its namespace: then it surely exists.
    if (apiStatus(error)?.code === 403) return true;
    if (isNotFound(error)) return false;
    throw apiProblem(error, `reading namespace ${name}`);
  }
}
