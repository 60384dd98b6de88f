import { consoleParameters } from "./console.ts";
import { z } from "zod";
import { approval } from "./approval.ts";
import type { RawStackConfig } from "./stackConfig.ts";
import { describeIssues } from "./describeIssue.ts";
import { dnsLabel } from "./fields.ts";
import { isPlainObject } from "./layers.ts";
import type { PlainObject } from "./layers.ts";
import { notify } from "./notify.ts";
import { nearest, suggest } from "./nearest.ts";
import type { ParsedService } from "./parseServices.ts";
import { stackPatience } from "./patience.ts";
import { adopt, clusterFacts, groups, namespaces, prometheus } from "./stack.ts";
import { watch } from "./watch.ts";

/** The keys that say something about the whole stack. */
export const stackParameters = {
  namespace: dnsLabel("Namespace of services that name none; default the stack's name."),
  namespaces: namespaces.prefault({}),
  groups: groups.prefault({}),
  cluster: clusterFacts.prefault({}),
  patience: stackPatience.prefault({}),
  adopt: adopt.prefault({}),
  notify: notify.prefault([]),
  watch: watch.optional(),
  console: consoleParameters.optional(),
  prometheus: prometheus.optional(),
  approval: approval.optional(),
};

/** All keys of `releases:` but those that hold secrets. */
export const stackKeyNames = [
  ...(["services", "current"] as const),
  ...(Object.keys(stackParameters) as (keyof typeof stackParameters)[]),
];

/** Reads the stack's own keys, adding what is wrong to `errors`; a wrong key reads as its default. */
export function parseStackKeys(raw: RawStackConfig, errors: string[]) {
  return {
    namespace: parseKey("namespace", stackParameters.namespace, raw.namespace ?? raw.stack, errors) ?? raw.stack,
    namespaces: parseKey("namespaces", stackParameters.namespaces, raw.namespaces, errors) ?? {},
    groups: parseKey("groups", stackParameters.groups, raw.groups, errors) ?? {},
    adopt: parseKey("adopt", stackParameters.adopt, raw.adopt, errors) ?? {},
    notify: parseKey("notify", stackParameters.notify, raw.notify, errors) ?? [],
    watch: parseKey("watch", stackParameters.watch, raw.watch, errors),
    console: parseKey("console", stackParameters.console, raw.console, errors),
    prometheus: parseKey("prometheus", stackParameters.prometheus, raw.prometheus, errors),
    approval: parseKey("approval", stackParameters.approval, raw.approval, errors),
    cluster: parseKey("cluster", stackParameters.cluster, raw.cluster, errors) ?? clusterFacts.parse({}),
  };
}

/** The stack's patience as a layer of its services; none where it is wrong. */
export function stackLayer(raw: RawStackConfig, errors: string[]): PlainObject {
  const right = parseKey("patience", stackParameters.patience, raw.patience, errors) !== undefined;
  return right && isPlainObject(raw.patience) ? { rollout: { patience: raw.patience } } : {};
}

/**
 * Keys in plain text that say nothing to anybody: most likely one of ours with a letter wrong, which would go unheard.
 * One that a service, or `others`, names as a secret is told there.
 */
export function unknownKeys(
  plainKeys: readonly string[],
  services: readonly ParsedService[],
  others: readonly string[],
): string[] {
  const known: readonly string[] = stackKeyNames;
  const named = services.flatMap(({ layers }) => [...secretsIn(layers.template), ...secretsIn(layers.basic)]);
  const secrets = [...named, ...others];
  return plainKeys
    .filter((key) => !known.includes(key) && !secrets.includes(key))
    .map((key) => {
      const near = nearest(key, known) !== undefined;
      const hint = near ? "" : `; a secret is stored with \`release config set --secret ${key}\``;
      return `releases:${key}: unknown key; ${suggest(key, known)}${hint}`;
    });
}

/** The config keys that a layer of a service names, whatever else may be wrong with it. */
function secretsIn({ secrets, secretFiles, sidecars, initContainers }: PlainObject): unknown[] {
  const values = (map: unknown) => (isPlainObject(map) ? Object.values(map) : []);
  const beside = [...values(sidecars), ...values(initContainers)].filter(isPlainObject);
  return [secrets, secretFiles, ...beside.flatMap((one) => [one.secrets, one.secretFiles])].flatMap(values);
}

/** The value of one config key, or undefined with its errors added. */
export function parseKey<S extends z.ZodType>(
  key: string,
  schema: S,
  value: unknown,
  errors: string[],
): z.output<S> | undefined {
  const result = schema.safeParse(value ?? undefined);
  if (result.success) return result.data;
  errors.push(...describeIssues(result.error, schema, [`releases:${key}`], value));
  return undefined;
}
