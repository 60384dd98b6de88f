import { UnreachableProblem } from "../../../../../errors/problem.ts";
import type { Cluster } from "../../../../cluster/cluster.ts";
import type { ResourceState } from "../../checkpoint.ts";
import type { Follow } from "../../options.ts";
import { containsUnknown } from "../../propertyValue.ts";
import type { PropertyMap } from "../../propertyValue.ts";
import type { OperationContext, OperationResult, Provider, ProviderDiff, ReadResult } from "../provider.ts";
import { ApiError } from "./apiError.ts";
import { ApiServer } from "./apiServer.ts";
import { awaitDeletion, propagationPolicy } from "./awaitDeletion.ts";
import { awaitLive } from "./awaitLive.ts";
import { checkInputs, groupVersionKind, refuseOtherTypes } from "./check.ts";
import { checkpointObject, fieldManager, lastInputs, markSecrets } from "./checkpointObject.ts";
import { KindCatalog } from "./kinds.ts";
import { kubernetesDiff } from "./kubernetesDiff.ts";
import { annotation, fromKubernetes, objectId, text, toKubernetes } from "./kubernetesObject.ts";
import { heldByCreator } from "./managedFields.ts";
import { ObjectClient } from "./objectClient.ts";
import { alreadyExists, initialVersion, liveObject } from "./stateObject.ts";
import { previewObject } from "./previewObject.ts";
import { prune } from "./prune.ts";

export interface KubernetesProviderOptions {
  cluster: () => Cluster | Promise<Cluster>;
  follow: Follow;
  /** Namespace of objects that name none; default: the kubeconfig context's, else `default`. */
  namespace?: string | undefined;
  /** Take over fields of other managers. */
  force: boolean;
  /** Hears the API server's warnings. */
  warn: (message: string) => void;
}

/** Kubernetes objects of every kind, as Pulumi's kubernetes provider makes them. */
export class KubernetesProvider implements Provider {
  readonly local = false;
  readonly #options: KubernetesProviderOptions;
  readonly #kinds: KindCatalog;
  #cluster: Promise<Cluster> | undefined;
  #server: ApiServer | undefined;
  #unreachable = false;

  constructor(options: KubernetesProviderOptions) {
    this.#options = options;
    this.#kinds = new KindCatalog(() => this.#api());
  }

  #connect(): Promise<Cluster> {
    return (this.#cluster ??= Promise.resolve(this.#options.cluster()));
  }

  async #api(): Promise<ApiServer> {
    const { kubeConfig } = await this.#connect();
    return (this.#server ??= new ApiServer(kubeConfig, this.#options.warn));
  }

  async #client(): Promise<ObjectClient> {
    return new ObjectClient(await this.#api(), this.#kinds);
  }

  close(): void {
    this.#server?.close();
  }

  async #defaultNamespace(): Promise<string> {
    const { namespace } = this.#options;
    if (namespace !== undefined) return namespace;
    const { kubeConfig } = await this.#connect();
    return kubeConfig.getContextObject(kubeConfig.getCurrentContext())?.namespace ?? "default";
  }

  async check(type: string, name: string, inputs: PropertyMap, old: ResourceState | undefined): Promise<PropertyMap> {
    refuseOtherTypes(type);
    const { apiVersion, kind } = { ...groupVersionKind(type), ...inputs };
    const { namespaced } = await this.#kinds.findOrAssume(text(apiVersion), text(kind));
    const oldInputs = old === undefined ? undefined : lastInputs(old.outputs, old.inputs);
    return checkInputs(type, inputs, {
      name,
      old: oldInputs,
      namespaced,
      defaultNamespace: await this.#defaultNamespace(),
    });
  }

  diff(old: ResourceState, inputs: PropertyMap): ProviderDiff {
    return kubernetesDiff(old, inputs);
  }

  async create(_type: string, inputs: PropertyMap, context: OperationContext): Promise<OperationResult> {
    const manager = fieldManager(inputs, undefined);
    const live = await (await this.#client()).create(toKubernetes(inputs)).catch((error: unknown) => {
      throw error instanceof ApiError ? alreadyExists(inputs, error) : error;
    });
    return this.#settle(inputs, live, manager, context, undefined);
  }

  async update(old: ResourceState, inputs: PropertyMap, context: OperationContext): Promise<OperationResult> {
    const manager = fieldManager(inputs, old.outputs);
    const held = old.outputs === undefined || heldByCreator(old.outputs);
    if (held) await (await this.#client()).handOver(toKubernetes(inputs), manager);
    const live = await this.#apply(inputs, manager, context.ignoreChanges);
    return this.#settle(inputs, live, manager, context, old);
  }

  async delete(old: ResourceState, context: OperationContext): Promise<void> {
    const object = toKubernetes(liveObject(old));
    const client = await this.#client();
    if (await client.delete(object, propagationPolicy(object))) {
      await awaitDeletion(client, object, context.timeoutSeconds, context.signal);
    }
  }

  async read(state: ResourceState): Promise<ReadResult | undefined> {
    const known = liveObject(state);
    const live = await (await this.#client()).read(toKubernetes(known));
    if (live === undefined) return undefined;
    const shape = lastInputs(state.outputs, state.inputs);
    const inputs = markSecrets(prune(fromKubernetes(live), toKubernetes(shape)) as PropertyMap, shape);
    const taken = Object.keys(shape).length === 0 ? markSecrets(groupVersionKind(state.type), {}) : inputs;
    const manager = fieldManager(shape, state.outputs);
    return {
      id: objectId(live),
      inputs: taken,
      outputs: checkpointObject(taken, live, manager, initialVersion(state, live)),
    };
  }

  async adopt(begun: ResourceState): Promise<ReadResult | undefined> {
    const inputs = begun.inputs ?? {};
    const live = await (await this.#client()).read(toKubernetes(inputs));
    if (live === undefined || !heldByCreator(live)) return undefined;
    return {
      id: objectId(live),
      inputs,
      outputs: checkpointObject(inputs, live, fieldManager(inputs, undefined), text(inputs.apiVersion)),
    };
  }

  async preview(
    _type: string,
    inputs: PropertyMap,
    old: ResourceState | undefined,
    context: OperationContext,
  ): Promise<PropertyMap> {
    if (containsUnknown(inputs)) return inputs;
    const force =
      this.#options.force ||
      old === undefined ||
      heldByCreator(old.outputs ?? {}) ||
      annotation(inputs, "patchForce") === "true";
    const previewed = await this.#tried(context, inputs, async () =>
      previewObject(await this.#client(), inputs, old, {
        manager: fieldManager(inputs, old?.outputs),
        force,
        ignored: context.ignoreChanges,
      }),
    );
    return { ...previewed, __inputs: inputs };
  }

  /** Without a cluster that answers, a preview tells what the program declares. */
  async #tried(
    context: OperationContext,
    inputs: PropertyMap,
    dryRun: () => Promise<PropertyMap>,
  ): Promise<PropertyMap> {
    if (this.#unreachable) return inputs;
    try {
      return await dryRun();
    } catch (error) {
      if (!(error instanceof UnreachableProblem)) throw error;
      this.#noteUnreachable(context, error);
      return inputs;
    }
  }

  #noteUnreachable({ emit }: OperationContext, { message }: UnreachableProblem): void {
    if (this.#unreachable) return;
    this.#unreachable = true;
    emit({ type: "note", at: Date.now(), level: "warning", message: `${message}; previewed without asking it` });
  }

  async #apply(inputs: PropertyMap, manager: string, ignored: readonly string[]): Promise<PropertyMap> {
    const force = this.#options.force || annotation(inputs, "patchForce") === "true";
    return (await this.#client()).apply(toKubernetes(inputs), { manager, force, ignored });
  }

  /** Waits until it is live, and takes down what then stands on the cluster. */
  async #settle(
    inputs: PropertyMap,
    applied: PropertyMap,
    manager: string,
    context: OperationContext,
    old: ResourceState | undefined,
  ): Promise<OperationResult> {
    const { follow } = this.#options;
    const followed = applied.kind === "Deployment";
    const failure = followed
      ? await awaitLive({ cluster: await this.#connect(), follow }, inputs, applied, context)
      : undefined;
    const live = followed ? ((await (await this.#client()).read(applied)) ?? applied) : applied;
    const outputs = checkpointObject(
      inputs,
      live,
      manager,
      old === undefined ? text(inputs.apiVersion) : initialVersion(old, live),
    );
    return { id: objectId(live), outputs, ...(failure === undefined ? {} : { failure }) };
  }
}
