import { randomUUID } from "node:crypto";
import { exitCodes, Problem } from "../../../../errors/problem.ts";
import type { ResourceState } from "../checkpoint.ts";
import type { Goal } from "../goal.ts";
import type { EmbeddedOptions } from "../options.ts";
import { makeSecret, revealAll } from "../propertyValue.ts";
import type { PropertyMap } from "../propertyValue.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ProgramConfig } from "../stackConfig.ts";
import { isProviderType, makeUrn, packageOf, parseProviderReference } from "../urn.ts";
import { KubernetesProvider } from "./kubernetes/kubernetesProvider.ts";
import { explicitCluster } from "./kubernetes/explicitCluster.ts";
import type { Provider } from "./provider.ts";
import { RandomProvider } from "./random/randomProvider.ts";

/** @throws Problem PACKAGE_UNSUPPORTED for a package the embedded engine has no provider of. */
export function requireKnownPackage(type: string): void {
  const name = packageOf(type);
  if (name === "kubernetes" || name === "random") return;
  throw new Problem({
    code: "PACKAGE_UNSUPPORTED",
    what: `the program uses ${type}; the embedded engine makes resources of the packages kubernetes and random only`,
    next: "install the Pulumi CLI and use it: --engine pulumi",
    exitCode: exitCodes.usage,
  });
}

export interface ProvidersOptions {
  stack: string;
  project: string;
  /** Configuration by full key: `kubernetes:namespace` sets up the default provider. */
  config: ProgramConfig;
  /** Whether the state can hold secrets. */
  keepsSecrets: boolean;
  engine: Pick<EmbeddedOptions, "cluster" | "follow" | "force">;
  now: () => string;
  /** Hears the API server's warnings. */
  warn: (message: string) => void;
}

/** The stack's provider resources, and what does their work. */
export class Providers {
  readonly #options: ProvidersOptions;
  readonly #snapshot: Snapshot;
  readonly #made = new Map<string, Provider>();

  constructor(options: ProvidersOptions, snapshot: Snapshot) {
    this.#options = options;
    this.#snapshot = snapshot;
  }

  /** Reference `<URN>::<id>` of the provider a goal asks for; the default one of its package and version is made when first needed. */
  reference(goal: Pick<Goal, "type" | "provider" | "version">): string {
    requireKnownPackage(goal.type);
    if (goal.provider !== undefined) return goal.provider;
    const { stack, project, now } = this.#options;
    const type = `pulumi:providers:${packageOf(goal.type)}`;
    const name = goal.version === "" ? "default" : `default_${goal.version.replaceAll(/[^A-Za-z0-9]/g, "_")}`;
    const urn = makeUrn(stack, project, undefined, type, name);
    const present = this.#snapshot.find(urn);
    if (present !== undefined) return `${urn}::${present.id ?? ""}`;
    const old = this.#snapshot.findOld([urn]);
    const config = this.#config(packageOf(goal.type));
    const version = goal.version === "" ? {} : { version: goal.version };
    const at = now();
    const fresh: ResourceState = {
      urn,
      custom: true,
      id: old?.id ?? randomUUID(),
      type,
      inputs: { __internal: {}, ...config, ...version },
      outputs: { ...config, ...version },
      created: old?.created ?? at,
      modified: old?.modified ?? at,
    };
    this.#snapshot.put(fresh, old);
    return `${urn}::${fresh.id ?? ""}`;
  }

  /** The provider of a resource in the state, by its reference. */
  of(reference: string): Provider {
    const made = this.#made.get(reference) ?? this.#make(parseProviderReference(reference).urn);
    this.#made.set(reference, made);
    return made;
  }

  close(): void {
    for (const provider of this.#made.values()) if (provider instanceof KubernetesProvider) provider.close();
  }

  #config(packageName: string): PropertyMap {
    const prefix = `${packageName}:`;
    const { values, secretKeys } = this.#options.config;
    const entries = Object.entries(values).filter(([key]) => key.startsWith(prefix));
    return Object.fromEntries(
      entries.map(([key, value]) => [key.slice(prefix.length), secretKeys.includes(key) ? makeSecret(value) : value]),
    );
  }

  #make(urn: string): Provider {
    const state = this.#snapshot.find(urn) ?? this.#snapshot.findOld([urn]);
    const type = state?.type ?? urn.split("::")[2] ?? "";
    requireKnownPackage(type);
    if (packageOf(type) === "random") return new RandomProvider(this.#options.keepsSecrets);
    const { cluster, follow, force = false } = this.#options.engine;
    const inputs = revealAll(state?.inputs ?? {});
    const isDefault = Object.hasOwn(inputs, "__internal");
    const namespace = inputs.namespace;
    return new KubernetesProvider({
      cluster: isDefault || !isProviderType(type) ? cluster : explicitCluster(inputs, cluster),
      follow,
      force,
      warn: this.#options.warn,
      namespace: typeof namespace === "string" ? namespace : undefined,
    });
  }
}
