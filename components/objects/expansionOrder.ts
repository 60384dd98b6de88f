import type { core } from "@pulumi/kubernetes/types/input.js";

/** `$(NAME)` in a value, but not `$$(NAME)`, which Kubernetes takes for a text. */
const reference = /(?<!\$)(?:\$\$)*\$\(([A-Za-z_][\w.-]*)\)/g;

/**
 * The variables in an order in which each comes after those its value names: Kubernetes expands `$(NAME)` only of earlier
 * ones. Those that name none stay where they are, so that no pod rolls for nothing.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function inExpansionOrder(variables: readonly core.v1.EnvVar[]): core.v1.EnvVar[] {
  const byName = new Map(variables.map((variable) => [nameOf(variable), variable]));
  const placed = new Set<core.v1.EnvVar>();
  const place = (variable: core.v1.EnvVar, waiting: readonly core.v1.EnvVar[]): void => {
    // Of those that name each other in a circle none can be expanded.
    if (placed.has(variable) || waiting.includes(variable)) return;
    for (const name of namesIn(variable)) {
      const named = byName.get(name);
      if (named !== undefined) place(named, [...waiting, variable]);
    }
    placed.add(variable);
  };
  for (const variable of variables) place(variable, []);
  return [...placed];
}

function namesIn({ value }: core.v1.EnvVar): string[] {
  return typeof value === "string" ? [...value.matchAll(reference)].map(([, name = ""]) => name) : [];
}

function nameOf({ name }: core.v1.EnvVar): string {
  return typeof name === "string" ? name : "";
}
