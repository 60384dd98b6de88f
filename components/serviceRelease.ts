import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { PersistentVolumeClaim } from "@pulumi/kubernetes/core/v1/persistentVolumeClaim.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Service as KubernetesService } from "@pulumi/kubernetes/core/v1/service.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import { RandomId } from "@pulumi/random/randomId.js";
import type { Service } from "./config.ts";
import * as objects from "./objects.ts";

export interface ServiceReleaseArgs {
  service: Service;
  /** The value of a secret config key. */
  secretValue: (key: string) => pulumi.Output<string>;
  /** Options for the Deployments: hooks that watch the rollout are handed in here. */
  deploymentOptions?: pulumi.CustomResourceOptions;
}

/** One service, released: its Kubernetes objects and the id of the release that last changed its pods. */
export class ServiceRelease extends pulumi.ComponentResource {
  /** Changes exactly when the pods roll: eight hex digits. */
  readonly releaseId: pulumi.Output<string>;
  /** Name of the Deployment. */
  readonly workload: pulumi.Output<string>;

  readonly #service: Service;
  readonly #args: ServiceReleaseArgs;

  constructor(name: string, args: ServiceReleaseArgs, options?: pulumi.ComponentResourceOptions) {
    super("releases:index:ServiceRelease", name, {}, options);
    this.#service = args.service;
    this.#args = args;

    const config = this.#configMap();
    const secrets = this.#secret();
    const claims = this.#claims();
    const account = this.#serviceAccount();
    const names = { ...named("config", config), ...named("secrets", secrets) };
    this.releaseId = this.#release(names).hex;
    const deployment = this.#deployment(names, [...claims, ...account]);
    this.#kubernetesService(deployment);
    this.#budget();

    this.workload = deployment.metadata.name;
    this.registerOutputs({ releaseId: this.releaseId, workload: this.workload });
  }

  /** Its name ends with a random id, not with a hash: docs/architecture.md says why. */
  #configMap(): ConfigMap | undefined {
    if (!objects.hasConfigMap(this.#service)) return undefined;
    const id = this.#id("config", { content: objects.contentHash(this.#service.files) });
    const name = pulumi.interpolate`${this.#service.name}-config-${id.hex}`;
    return new ConfigMap(this.#service.name, objects.configMap(this.#service, name), this.#options());
  }

  #secret(): Secret | undefined {
    if (!objects.hasSecret(this.#service)) return undefined;
    const entries = objects.secretEntries(this.#service);
    const values = entries.map(({ key }) => this.#args.secretValue(key));
    // The keeper stays secret in the state: from a plain hash a weak password could be guessed.
    const content = pulumi.secret(
      pulumi.all(values).apply((all) => objects.contentHash(all.map((value, index) => [entries[index]?.entry, value]))),
    );
    const id = this.#id("secrets", { content });
    const name = pulumi.interpolate`${this.#service.name}-secrets-${id.hex}`;
    return new Secret(this.#service.name, objects.secret(this.#service, name, this.#args.secretValue), this.#options());
  }

  #claims(): PersistentVolumeClaim[] {
    return objects
      .persistentVolumeClaims(this.#service)
      .map(
        ({ name, claim, keep }) => new PersistentVolumeClaim(name, claim, { ...this.#options(), retainOnDelete: keep }),
      );
  }

  #serviceAccount(): ServiceAccount[] {
    const account = objects.serviceAccount(this.#service);
    return account === undefined ? [] : [new ServiceAccount(this.#service.name, account, this.#options())];
  }

  #release(names: objects.ConfigNames): RandomId {
    const { release } = this.#service;
    return this.#id("release", {
      version: release.version,
      ...(release.restartedAt === undefined ? {} : { restartedAt: release.restartedAt }),
      pods: objects.contentHash(objects.podTemplate(this.#service, objects.stableVariant(this.#service), {})),
      ...(names.secrets === undefined ? {} : { secrets: names.secrets }),
    });
  }

  #deployment(names: objects.ConfigNames, dependsOn: pulumi.Resource[]): Deployment {
    const manifest = objects.deployment(this.#service, names);
    const annotations = { ...manifest.metadata.annotations, "releases/release-id": this.releaseId };
    return new Deployment(
      this.#service.name,
      { ...manifest, metadata: { ...manifest.metadata, annotations } },
      pulumi.mergeOptions(this.#options(dependsOn), this.#args.deploymentOptions),
    );
  }

  /** After the pods, so that a port is served before it is offered. */
  #kubernetesService(deployment: Deployment): KubernetesService | undefined {
    const service = objects.service(this.#service);
    return service && new KubernetesService(this.#service.name, service, this.#options([deployment]));
  }

  #budget(): PodDisruptionBudget | undefined {
    const budget = objects.podDisruptionBudget(this.#service);
    return budget && new PodDisruptionBudget(this.#service.name, budget, this.#options());
  }

  #id(purpose: string, keepers: Record<string, pulumi.Input<string>>): RandomId {
    return new RandomId(`${this.#service.name}-${purpose}`, { byteLength: 4, keepers }, this.#options());
  }

  #options(dependsOn: pulumi.Resource[] = []): pulumi.CustomResourceOptions {
    return { parent: this, ...(dependsOn.length === 0 ? {} : { dependsOn }) };
  }
}

function named<K extends string>(
  key: K,
  resource: { metadata: pulumi.Output<{ name?: string }> } | undefined,
): Partial<Record<K, pulumi.Output<string>>> {
  if (resource === undefined) return {};
  return { [key]: resource.metadata.apply(({ name }) => name ?? "") } as Record<K, pulumi.Output<string>>;
}
