import { setTimeout as sleep } from "node:timers/promises";
import type { V1PodSpec } from "@kubernetes/client-node";
import type { Cluster } from "../../cluster/cluster.ts";
import type { RolloutSnapshot } from "../snapshot.ts";
import { redact } from "./redact.ts";
import { sanitize } from "./sanitize.ts";
import { secretData, secretNames } from "./secrets.ts";

/** Takes terminal escapes and secrets out of a text. */
export type Clean = (text: string) => string;

/** Secrets of a cluster that does not answer are not waited for longer: a verdict must not hang on them. */
const patienceMs = 3000;

/**
 * Makes texts of one namespace fit to be shown and kept: what a probe printed or a container logged is the
 * application's own text, and may hold what it knows. Each Secret is read once, when the first such text comes up.
 */
export class Cleaner {
  readonly #cluster: Cluster;
  readonly #namespace: string;
  readonly #values = new Map<string, Promise<string[] | undefined>>();

  constructor(cluster: Cluster, namespace: string) {
    this.#cluster = cluster;
    this.#namespace = namespace;
  }

  /** By the Secrets that these pods refer to; those that may not be read are left out. Never rejects. */
  async by(specs: readonly V1PodSpec[], more: readonly string[] = []): Promise<Clean> {
    const names = [...new Set(specs.flatMap(secretNames))];
    const values = await Promise.all(names.map((name) => this.#read(name)));
    const known = [...more, ...withoutNames(values.flat(), specs, this.#namespace)];
    return (text) => redact(sanitize(text), known);
  }

  async #read(name: string): Promise<string[]> {
    const reading = this.#values.get(name) ?? secretData(this.#cluster, this.#namespace, name);
    this.#values.set(name, reading);
    const values = await Promise.race([reading, sleep(patienceMs, undefined, { ref: false })]);
    // Asked again the next time: it may have been the connection.
    if (values === undefined) this.#values.delete(name);
    return values ?? [];
  }
}

/** Of a rollout: the pods wanted and those there, old ones too. */
export function podSpecs({ deployment, pods }: RolloutSnapshot): V1PodSpec[] {
  const specs = [deployment?.spec?.template.spec, ...pods.map(({ spec }) => spec)];
  return specs.filter((spec) => spec !== undefined);
}

/** Cleans every text in a value of plain JSON. */
export function cleaned<T>(value: T, clean: Clean): T {
  if (typeof value === "string") return clean(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => cleaned(item, clean)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleaned(item as unknown, clean)])) as T;
}

/** What is called so in the cluster is no secret, though a Secret may hold it (a user "shop"): hidden, no sentence would be left. */
function withoutNames(values: readonly string[], specs: readonly V1PodSpec[], namespace: string): string[] {
  const containers = specs.flatMap((spec) => [...(spec.initContainers ?? []), ...spec.containers]);
  const names = new Set([namespace, ...containers.map(({ name }) => name)]);
  return values.filter((value) => !names.has(value.trim()));
}
