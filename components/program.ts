import * as pulumi from "@pulumi/pulumi";
import { allConfig } from "@pulumi/pulumi/runtime/config.js";
import { describeProblem, Problem } from "../errors/problem.ts";
import { parseStackConfig } from "./config.ts";
import type { StackConfig } from "./config.ts";
import { assertRules } from "./rules.ts";

/**
 * The running program's own stack, checked, rules included.
 * @throws RunError with everything that is wrong: Pulumi shows its text, no stack trace
 */
export function stackOfProgram(config: pulumi.Config): StackConfig {
  return asRunError(() => {
    const stack = parseStackConfig({
      stack: pulumi.getStack(),
      services: parsed(config, "services"),
      current: parsed(config, "current"),
      namespace: config.get("namespace"),
      namespaces: parsed(config, "namespaces"),
      groups: parsed(config, "groups"),
      cluster: parsed(config, "cluster"),
      secretKeys: configKeys(config.name),
    });
    assertRules(stack);
    return stack;
  });
}

/** Pulumi hands an object to the program as JSON; what is no JSON is passed on, for the check to name it. */
function parsed(config: pulumi.Config, key: string): unknown {
  const text = config.get(key);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A running program sees every key in plain text, so it can only tell which there are. */
function configKeys(project: string): string[] {
  return Object.keys(allConfig())
    .filter((key) => key.startsWith(`${project}:`))
    .map((key) => key.slice(project.length + 1));
}

function asRunError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem) throw new pulumi.RunError(describeProblem(error));
    throw error;
  }
}
