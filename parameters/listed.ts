import { effectiveParameters, type EffectiveParameter } from "../components/config/effective.ts";
import type { Stack } from "./stack.ts";

/** One parameter as it counts, and which file and line say it, where services have files of their own. */
export interface ListedParameter extends EffectiveParameter {
  at?: string;
}

/** Every parameter of a service, as `release config show` prints them; none of one that the stack has not. */
export function listedParameters(stack: Stack, service: string): ListedParameter[] {
  const found = stack.config.services.find(({ name }) => name === service);
  return (found === undefined ? [] : effectiveParameters(found)).map((parameter) => ({
    ...parameter,
    ...(parameter.from === "basic" ? placeOf(parameter.path, service, stack) : {}),
  }));
}

function placeOf(path: string, service: string, { located, file }: Stack): { at?: string } {
  if (located === undefined) return {};
  const line = located(`releases:services.${service}.${path}:`);
  return { at: /^services\/[^:]+:\d+/.exec(line)?.[0] ?? file };
}
