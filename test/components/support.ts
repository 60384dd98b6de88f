import { parseStackConfig } from "../../components/config.ts";
import type { RawStackConfig, Service, StackConfig } from "../../components/config/stackConfig.ts";
import { Problem } from "../../errors/problem.ts";

/** A stack of the services given, each at version v1 unless `current` says otherwise. */
export function stackOf(services: Record<string, object>, more: Partial<RawStackConfig> = {}): StackConfig {
  const current = Object.fromEntries(Object.keys(services).map((name) => [name, { version: "v1" }]));
  return parseStackConfig({ stack: "staging", services, current, ...more });
}

/** The least that a service of a template has to say. */
export function leastOf(template: string): object {
  return {
    ...{ template, image: "localhost/sample" },
    ...(template === "schedule" ? { cronJob: { schedule: "0 4 * * *" } } : {}),
  };
}

/** A website called `web`, with what is given on top. */
export function website(
  basic: object = {},
  release: object = { version: "v1" },
  more: Partial<RawStackConfig> = {},
): Service {
  const services = { web: { template: "website", image: "localhost/web", ...basic } };
  return stackOf(services, { current: { web: release }, ...more }).services[0]!;
}

/** The details of the Problem that reading this configuration ends in; none where it is right. */
export function errorsOf(raw: Partial<RawStackConfig>): readonly string[] {
  try {
    parseStackConfig({ stack: "staging", services: {}, current: {}, ...raw });
    return [];
  } catch (error) {
    if (error instanceof Problem) return error.details;
    throw error;
  }
}
