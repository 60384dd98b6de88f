import { UsageProblem } from "../errors/problem.ts";
import { eachByName } from "./config/byName.ts";
import { crossCheck } from "./config/crossChecks.ts";
import { notifyErrors, notifySecrets } from "./config/notifyErrors.ts";
import { byDependency } from "./config/order.ts";
import { peersOf } from "./config/peers.ts";
import { protoKeys } from "./config/protoKeys.ts";
import { parseCurrent, parseServices } from "./config/parseServices.ts";
import { whereOf } from "./config/serviceFiles.ts";
import { parseStackKeys, stackLayer, unknownKeys } from "./config/parseStack.ts";
import { staleWaivers } from "./config/staleWaivers.ts";
import { unquotedTexts } from "./config/unquoted.ts";
import { consoleErrors, watchErrors } from "./config/watchErrors.ts";
import type { ConfigSource, RawStackConfig, Service, StackConfig, StackReading } from "./config/stackConfig.ts";

/**
 * The configuration of a stack, checked whole but for the rules. Throws one UsageProblem CONFIG_INVALID whose details
 * name everything that is wrong, each with its path, what was given and what is allowed.
 */
export function parseStackConfig(raw: RawStackConfig, source?: ConfigSource): StackConfig {
  const { config, errors, stale } = readStackConfig(raw);
  const wrong = [...errors, ...stale];
  if (config === undefined || wrong.length > 0) throw invalidConfig(wrong, raw, source);
  return config;
}

/** The same of what has served, or is only looked at: it may be older than a rule's end. */
export function describedConfig(raw: RawStackConfig, source?: ConfigSource): StackConfig {
  const { config, errors } = readStackConfig(raw);
  if (config === undefined || errors.length > 0) throw invalidConfig(errors, raw, source);
  return config;
}

/** Reads what can be read. A service with an error leaves the others to be looked at, here and by the rules. */
export function readStackConfig(given: RawStackConfig): StackReading {
  const raw = { ...given, services: eachByName(given.services), current: eachByName(given.current) };
  const errors: string[] = [];
  const stackKeys = parseStackKeys(raw, errors);
  const layer = stackLayer(raw, errors);
  const stackIsRight = errors.length === 0;
  errors.push(...(raw.files?.errors ?? []));
  const basics = parseServices(raw.services, layer, errors);
  const current = parseCurrent(raw.current, Object.keys(basics), errors, raw.files?.others);

  const parsed = Object.entries(basics).flatMap(([name, { parameters, layers }]): Service[] => {
    if (parameters === undefined) return [];
    const namespace = parameters.namespace ?? stackKeys.namespace;
    const peers = peersOf(parameters, basics, stackKeys.namespace);
    const release = current.get(name) ?? { version: "" };
    return [{ ...parameters, name, stack: raw.stack, namespace, release, peers, layers: { ...layers, release } }];
  });
  const known = Object.keys(basics);
  errors.push(...unknownKeys(raw.plainKeys ?? [], Object.values(basics), notifySecrets(stackKeys.notify)));
  errors.push(...notifyErrors(stackKeys.notify, known, raw));
  errors.push(...watchErrors(stackKeys.watch, { stack: raw.stack, namespace: stackKeys.namespace }, parsed));
  errors.push(...consoleErrors(stackKeys.console, { stack: raw.stack, namespace: stackKeys.namespace }, parsed));
  errors.push(...unquotedTexts(raw.unquoted ?? []));
  errors.push(...protoKeys(given).filter((line) => !errors.some((other) => sharePath(line, other))));
  errors.push(...crossCheck({ services: parsed, known, groups: stackKeys.groups, raw }));

  const services = byDependency(parsed.filter(({ name }) => current.has(name)));
  const config = { ...stackKeys, stack: raw.stack, services, groups: groupsOf(services, stackKeys.groups) };
  return { config: stackIsRight ? config : undefined, errors, stale: parsed.flatMap(staleWaivers) };
}

/** Whether two lines are about one place. */
function sharePath(one: string, two: string): boolean {
  const [path = ""] = one.split(": ");
  return two.startsWith(`${path}:`);
}

function groupsOf(services: Service[], declared: Record<string, string[]>): Record<string, string[]> {
  const groups = new Map(Object.entries(declared));
  for (const { group, name } of services) {
    if (group !== undefined) groups.set(group, [...new Set([...(groups.get(group) ?? []), name])]);
  }
  return Object.fromEntries(groups);
}

/** `broken` are the rules that services break which are right by themselves. */
export function invalidConfig(
  errors: string[],
  { stack, files }: Pick<RawStackConfig, "stack" | "files">,
  source: ConfigSource | undefined,
  broken: string[] = [],
): UsageProblem {
  const details = [...errors, ...broken].map((line) => files?.located(line) ?? line);
  const rules = broken.length === 0 ? "" : ` and breaks ${broken.length === 1 ? "a rule" : `${broken.length} rules`}`;
  return new UsageProblem({
    code: "CONFIG_INVALID",
    what: `the configuration of stack ${stack} has ${errors.length === 1 ? "an error" : `${errors.length} errors`}${rules}`,
    where: whereOf(details) ?? source?.file ?? `Pulumi.${stack}.yaml`,
    details,
    next: "mend them; docs/parameters.md describes every parameter",
  });
}
