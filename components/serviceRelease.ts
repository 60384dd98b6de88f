import * as pulumi from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2/horizontalPodAutoscaler.js";
import { CronJob } from "@pulumi/kubernetes/batch/v1/cronJob.js";
import { PersistentVolumeClaim } from "@pulumi/kubernetes/core/v1/persistentVolumeClaim.js";
import { Service as KubernetesService } from "@pulumi/kubernetes/core/v1/service.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { Ingress } from "@pulumi/kubernetes/networking/v1/ingress.js";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import { Role } from "@pulumi/kubernetes/rbac/v1/role.js";
import { RoleBinding } from "@pulumi/kubernetes/rbac/v1/roleBinding.js";
import { RandomId } from "@pulumi/random/randomId.js";
import type { Service } from "./config/stackConfig.ts";
import * as objects from "./objects.ts";
import type { AnyManifest } from "./objects/manifest.ts";
import { releaseConfig } from "./releaseConfig.ts";
import type { SecretValue } from "./releaseConfig.ts";
import { ServiceJobs } from "./serviceJobs.ts";

export interface ServiceReleaseArgs {
  service: Service;
  secretValue: SecretValue;
  /** Objects that stand in the cluster (`Deployment/web`): the update takes them over instead of making them. */
  adopt?: readonly string[] | undefined;
  /** Options for the Deployments: what watches a rollout (ResourceHook, ErrorHook) is handed in here. */
  deploymentOptions?: pulumi.CustomResourceOptions;
  /** The same for the Jobs. */
  jobOptions?: pulumi.CustomResourceOptions;
}

const componentType = "releases:index:ServiceRelease";

/** One service, released: its Kubernetes objects and the id of its latest release. */
export class ServiceRelease extends pulumi.ComponentResource {
  /** Eight hex digits, drawn anew with each version, restart stamp, canary step and change of the pods. */
  readonly releaseId: pulumi.Output<string>;

  readonly #service: Service;
  readonly #adopt: readonly string[];
  readonly #deploymentOptions: pulumi.CustomResourceOptions | undefined;

  constructor(name: string, args: ServiceReleaseArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType, name, {}, options);
    this.#service = args.service;
    this.#adopt = args.adopt ?? [];
    this.#deploymentOptions = args.deploymentOptions;

    const config = releaseConfig(args.service, args.secretValue, this);
    this.releaseId = this.#release(config).hex;
    const before = [...this.#claims(), ...this.#serviceAccount(), ...this.#networkPolicy()];
    const jobs = new ServiceJobs({
      service: args.service,
      config,
      options: this.#options(),
      jobOptions: args.jobOptions,
    });
    const prepared = [...before, ...jobs.at("before", before)];
    const pods = this.#cronJob(config, prepared) ?? this.#deployments(config, prepared);
    const addresses = this.#services(pods);
    jobs.at("after", [...pods, ...addresses]);
    this.#routes(addresses);
    this.#autoscaler(pods);
    this.#budget();
    this.#scheduledRestart(pods);

    this.registerOutputs({ releaseId: this.releaseId });
  }

  #release(config: objects.ConfigNames): RandomId {
    const { name, release } = this.#service;
    const keepers = {
      version: release.version,
      ...(release.restartedAt === undefined ? {} : { restartedAt: release.restartedAt }),
      ...(release.canary === undefined ? {} : { canary: JSON.stringify(release.canary) }),
      pods: objects.contentHash(objects.templateOf(this.#patched(objects.workload(this.#service, {})))),
      ...(config.secrets === undefined ? {} : { secrets: config.secrets }),
    };
    return new RandomId(`${name}-release`, { byteLength: 4, keepers }, this.#options());
  }

  #claims(): pulumi.Resource[] {
    return objects
      .persistentVolumeClaims(this.#service)
      .map(
        ({ name, claim, keep }) =>
          new PersistentVolumeClaim(name, this.#patched(claim), this.#optionsOf(claim, { retainOnDelete: keep })),
      );
  }

  #serviceAccount(): pulumi.Resource[] {
    const account = objects.serviceAccount(this.#service);
    const made =
      account === undefined
        ? []
        : [new ServiceAccount(this.#service.name, this.#patched(account), this.#optionsOf(account))];
    return [...made, ...this.#role(made)];
  }

  #role(dependsOn: pulumi.Resource[]): pulumi.Resource[] {
    const { name } = this.#service;
    const rights = objects.accountRole(this.#service);
    if (rights === undefined) return [];
    const role = new Role(name, this.#patched(rights.role), this.#options());
    const options = this.#options({ dependsOn: [...dependsOn, role] });
    return [role, new RoleBinding(name, this.#patched(rights.binding), options)];
  }

  #networkPolicy(): pulumi.Resource[] {
    const policy = objects.networkPolicy(this.#service);
    return policy === undefined
      ? []
      : [new NetworkPolicy(this.#service.name, this.#patched(policy), this.#optionsOf(policy))];
  }

  /** Of a service that runs to its end: there is nothing to wait for. */
  #cronJob(config: objects.ConfigNames, dependsOn: pulumi.Resource[]): pulumi.Resource[] | undefined {
    const declared = objects.cronJob(this.#service, config);
    if (declared === undefined) return undefined;
    const manifest = this.#released(declared);
    return [new CronJob(declared.metadata.name, manifest, this.#optionsOf(declared, { dependsOn }))];
  }

  #deployments(config: objects.ConfigNames, dependsOn: pulumi.Resource[]): Deployment[] {
    const options = pulumi.mergeOptions(this.#options({ dependsOn }), this.#deploymentOptions);
    const stable = objects.deployment(this.#service, config);
    const canary = objects.canaryDeployment(this.#service, config);
    // Once sent, `replicas` cannot just be left out: Kubernetes would fall back to 1 until the autoscaler is heard.
    const left = this.#service.autoscaling === undefined ? [] : ["spec.replicas"];
    return [
      this.#deployment(stable, { ...options, ...this.#optionsOf(stable), ignoreChanges: left }),
      ...(canary === undefined ? [] : [this.#deployment(canary, options)]),
    ];
  }

  #deployment(declared: objects.DeploymentManifest, options: pulumi.CustomResourceOptions): Deployment {
    return new Deployment(declared.metadata.name, this.#released(declared), options);
  }

  /** As patched, with the id of the release that it is of. */
  #released<M extends AnyManifest>(declared: M) {
    const manifest = this.#patched(declared);
    const { metadata } = manifest;
    const annotations = { ...metadata.annotations, "releases/release-id": this.releaseId };
    return { ...manifest, metadata: { ...metadata, annotations } };
  }

  /** After the pods, so that a port is served before it is offered. */
  #services(pods: pulumi.Resource[]): pulumi.Resource[] {
    const main = objects.service(this.#service);
    const earlier = objects.earlierService(this.#service);
    const manifests = [main, earlier].filter((manifest) => manifest !== undefined);
    const kept = this.#service.selector === undefined ? {} : asGiven;
    return [...manifests, ...objects.trackServices(this.#service)].map((manifest) => {
      const options = this.#taken(manifest, { dependsOn: pods, ...kept });
      return new KubernetesService(manifest.metadata.name, this.#patched(unawaited(manifest)), options);
    });
  }

  #routes(dependsOn: pulumi.Resource[]): void {
    for (const ingress of objects.ingresses(this.#service)) {
      new Ingress(ingress.metadata.name, this.#patched(unawaited(ingress)), this.#taken(ingress, { dependsOn }));
    }
    for (const route of objects.gatewayRoutes(this.#service)) {
      new CustomResource(route.metadata.name, this.#patched(route), this.#taken(route, { dependsOn }));
    }
  }

  #autoscaler(dependsOn: pulumi.Resource[]): void {
    const autoscaler = objects.horizontalPodAutoscaler(this.#service);
    if (autoscaler === undefined) return;
    new HorizontalPodAutoscaler(
      this.#service.name,
      this.#patched(autoscaler),
      this.#optionsOf(autoscaler, { dependsOn }),
    );
  }

  #budget(): void {
    const budget = objects.podDisruptionBudget(this.#service);
    if (budget !== undefined)
      new PodDisruptionBudget(this.#service.name, this.#patched(budget), this.#optionsOf(budget));
  }

  #scheduledRestart(dependsOn: pulumi.Resource[]): void {
    const restart = objects.scheduledRestart(this.#service);
    if (restart === undefined) return;
    const { name } = restart.job.metadata;
    const account = new ServiceAccount(name, this.#patched(restart.account), this.#options());
    const role = new Role(name, this.#patched(restart.role), this.#options());
    const binding = new RoleBinding(
      name,
      this.#patched(restart.binding),
      this.#options({ dependsOn: [account, role] }),
    );
    new CronJob(name, this.#patched(restart.job), this.#options({ dependsOn: [...dependsOn, binding] }));
  }

  #patched<M extends objects.Patchable>(manifest: M): M {
    return objects.patched(this.#service, manifest);
  }

  /** Of an object that the service takes over, as it is, from the name that it had: it leads to the new pods at once. */
  #taken(manifest: AnyManifest, options: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
    const { renamedFrom } = this.#service;
    if (renamedFrom === undefined) return this.#optionsOf(manifest, options);
    const parent = pulumi.createUrn(renamedFrom, componentType);
    return this.#optionsOf(manifest, { ...options, aliases: [{ name: manifest.metadata.name, parent }] });
  }

  /** Of an object that stands already: Pulumi imports it, and changes what differs, in one update. */
  #optionsOf(manifest: AnyManifest, options: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
    const { kind, metadata } = manifest;
    const stands = this.#adopt.includes(`${kind}/${metadata.name}`);
    return this.#options({ ...options, ...(stands ? { import: `${this.#service.namespace}/${metadata.name}` } : {}) });
  }

  #options(options: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
    return { parent: this, ...options };
  }
}

/**
 * An adopted Service keeps the address it was given, which Pulumi has read with it and would else, as nobody asks for
 * one, replace the Service to be rid of.
 */
const asGiven = { ignoreChanges: ["spec.clusterIP", "spec.clusterIPs"] };

/**
 * Pulumi's provider waits ten seconds for a new Service's endpoints, whose pods are waited for already, and up to ten
 * minutes for an Ingress' address, which many a controller never gives.
 */
function unawaited<T extends { metadata: { annotations?: Record<string, string> } }>(manifest: T): T {
  const annotations = { ...manifest.metadata.annotations, "pulumi.com/skipAwait": "true" };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}
