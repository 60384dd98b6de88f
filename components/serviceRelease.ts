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
import { addresses } from "./addresses.ts";
import { plainly } from "./given.ts";
import type { Given } from "./given.ts";
import * as objects from "./objects.ts";
import type { AutoscalerManifest } from "./objects/horizontalPodAutoscaler.ts";
import type { AnyManifest } from "./objects/manifest.ts";
import { OwnObject } from "./ownObject.ts";
import { releaseConfig } from "./releaseConfig.ts";
import type { SecretValue } from "./releaseConfig.ts";
import { ServiceJobs } from "./serviceJobs.ts";

export interface ServiceReleaseArgs {
  /** The service; with values that are Outputs: what is given of it. */
  service: Service | Given;
  secretValue: SecretValue;
  /** Objects that stand in the cluster (`Deployment/web`): the update takes them over instead of making them. */
  adopt?: readonly string[] | undefined;
  /** Options for the Deployments: what watches a rollout (ResourceHook, ErrorHook) is handed in here. */
  deploymentOptions?: pulumi.CustomResourceOptions;
  /** The same for the Jobs. */
  jobOptions?: pulumi.CustomResourceOptions;
  /** And for the routes, which wait for what they lead to. */
  routeOptions?: pulumi.CustomResourceOptions;
}

/** What a service's objects are called. */
export interface ServiceNames {
  namespace: string;
  /** Of the Deployment, the Service and all else but configuration. */
  name: string;
}

const componentType = "releases:index:ServiceRelease";

/** One service, released: its Kubernetes objects and the id of its latest release. */
export class ServiceRelease extends pulumi.ComponentResource {
  /** Eight hex digits, drawn anew with each version, restart stamp, canary step and change of the pods. */
  readonly releaseId: pulumi.Output<string>;

  /** What runs. */
  readonly version: pulumi.Output<string>;
  /** From inside the cluster, at the first port: `http://web.staging.svc:80`. Known once the pods answer there. */
  readonly url: pulumi.Output<string | undefined>;
  /** From outside, one for each host of the routes. */
  readonly publicUrls: pulumi.Output<string[]>;
  /** What its objects are called. */
  readonly names: pulumi.Output<ServiceNames>;

  readonly #given: Given;
  readonly #service: Service;
  readonly #adopt: readonly string[];
  readonly #deploymentOptions: pulumi.CustomResourceOptions | undefined;
  readonly #routeOptions: pulumi.CustomResourceOptions | undefined;

  constructor(name: string, args: ServiceReleaseArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType, name, {}, options);
    this.#given = "of" in args.service ? args.service : plainly(args.service);
    this.#service = this.#given.service;
    this.#adopt = args.adopt ?? [];
    this.#deploymentOptions = args.deploymentOptions;
    this.#routeOptions = args.routeOptions;

    const config = releaseConfig(this.#given, args.secretValue, this);
    this.releaseId = this.#release(config).hex;
    const before = [...this.#claims(), ...this.#serviceAccount(), ...this.#networkPolicy()];
    const jobsArgs = { config, options: this.#options(), jobOptions: args.jobOptions };
    const jobs = new ServiceJobs({ given: this.#given, ...jobsArgs });
    const prepared = [...before, ...jobs.at("before", before)];
    const promoted = asPromoted(this.#given);
    const ofCanary =
      promoted === undefined ? undefined : new ServiceJobs({ given: promoted, ofCanary: true, ...jobsArgs });
    const canaryPrepared = [...prepared, ...(ofCanary?.at("before", prepared) ?? [])];
    const pods = this.#cronJob(config, prepared) ?? this.#deployments(config, prepared, canaryPrepared);
    const services = this.#services(pods);
    jobs.at("after", [...pods, ...services]);
    this.#autoscaler(objects.horizontalPodAutoscaler, pods);
    this.#routes(pods, [...services, ...this.#autoscaler(objects.canaryAutoscaler, pods)]);
    this.#budget();
    this.#scheduledRestart(pods);
    this.#own([...pods, ...services]);

    const answers = this.#given.of(addresses);
    this.version = pulumi.output(this.#given.of(({ release }) => release.version));
    this.url = after(services, pulumi.output(answers.url));
    this.publicUrls = after(services, pulumi.output(answers.publicUrls ?? []));
    this.names = pulumi.output(this.#given.of(({ name, namespace }) => ({ name, namespace })));
    this.registerOutputs({ releaseId: this.releaseId });
  }

  #release(config: objects.ConfigNames): RandomId {
    const { name } = this.#service;
    const keepers = this.#given.of((service) => ({
      version: service.release.version,
      ...(service.release.restartedAt === undefined ? {} : { restartedAt: service.release.restartedAt }),
      ...(service.release.canary === undefined ? {} : { canary: JSON.stringify(service.release.canary) }),
      pods: objects.contentHash(objects.templateOf(objects.patched(service, objects.workload(service, {})))),
      ...(config.secrets === undefined ? {} : { secrets: config.secrets }),
    }));
    return new RandomId(`${name}-release`, { byteLength: 4, keepers }, this.#options());
  }

  #claims(): pulumi.Resource[] {
    const claims = this.#given.of((service) =>
      objects
        .persistentVolumeClaims(service)
        .map(({ name, claim, keep }) => ({ name, keep, claim: objects.patched(service, claim) })),
    );
    return claims.map(
      ({ name, claim, keep }) =>
        new PersistentVolumeClaim(name, claim, this.#optionsOf(claim, { retainOnDelete: keep })),
    );
  }

  #serviceAccount(): pulumi.Resource[] {
    const account = this.#made(objects.serviceAccount);
    const made =
      account === undefined ? [] : [new ServiceAccount(this.#service.name, account, this.#optionsOf(account))];
    return [...made, ...this.#role(made)];
  }

  #role(dependsOn: pulumi.Resource[]): pulumi.Resource[] {
    const { name } = this.#service;
    const [role, binding] = [
      this.#made((service) => objects.accountRole(service)?.role),
      this.#made((service) => objects.accountRole(service)?.binding),
    ];
    if (role === undefined || binding === undefined) return [];
    const made = new Role(name, role, this.#options());
    const options = this.#options({ dependsOn: [...dependsOn, made] });
    return [made, new RoleBinding(name, binding, options)];
  }

  #networkPolicy(): pulumi.Resource[] {
    const policy = this.#made(objects.networkPolicy);
    return policy === undefined ? [] : [new NetworkPolicy(this.#service.name, policy, this.#optionsOf(policy))];
  }

  /** Of a service that runs to its end: there is nothing to wait for. */
  #cronJob(config: objects.ConfigNames, dependsOn: pulumi.Resource[]): pulumi.Resource[] | undefined {
    const declared = this.#made((service) => objects.cronJob(service, config));
    if (declared === undefined) return undefined;
    const manifest = this.#released(declared);
    return [new CronJob(declared.metadata.name, manifest, this.#optionsOf(declared, { dependsOn }))];
  }

  #deployments(
    config: objects.ConfigNames,
    dependsOn: pulumi.Resource[],
    canaryDependsOn: pulumi.Resource[],
  ): Deployment[] {
    const after = (prepared: pulumi.Resource[]) =>
      pulumi.mergeOptions(this.#options({ dependsOn: prepared }), this.#deploymentOptions);
    const options = after(dependsOn);
    const stable = this.#made((service) => objects.deployment(service, config));
    const canary = this.#made((service) => objects.canaryDeployment(service, config));
    // Once sent, `replicas` cannot just be left out: Kubernetes would fall back to 1 until the autoscaler is heard.
    const left = this.#service.autoscaling === undefined ? [] : ["spec.replicas"];
    // Sent once, when it is made: from then on its autoscaler's least says it, which takes away none that it has added.
    const leftOfCanary = objects.canaryAutoscaler(this.#service) === undefined ? [] : ["spec.replicas"];
    return [
      this.#deployment(stable, { ...options, ...this.#optionsOf(stable), ignoreChanges: left }),
      ...(canary === undefined
        ? []
        : [this.#deployment(canary, { ...after(canaryDependsOn), ignoreChanges: leftOfCanary })]),
    ];
  }

  #deployment(declared: objects.DeploymentManifest, options: pulumi.CustomResourceOptions): Deployment {
    return new Deployment(declared.metadata.name, this.#released(declared), options);
  }

  /** With the id of the release that it is of. */
  #released<M extends AnyManifest>(manifest: M) {
    const { metadata } = manifest;
    const annotations = { ...metadata.annotations, "releases/release-id": this.releaseId };
    return { ...manifest, metadata: { ...metadata, annotations } };
  }

  /** After the pods, so that a port is served before it is offered. */
  #services(pods: pulumi.Resource[]): pulumi.Resource[] {
    const main = this.#made((service) => unawaited(objects.service(service)));
    const earlier = this.#made((service) => unawaited(objects.earlierService(service)));
    const tracks = this.#all(objects.trackServices, unawaited);
    const kept = this.#service.selector === undefined ? {} : asGiven;
    return [main, earlier, ...tracks]
      .filter((manifest) => manifest !== undefined)
      .map((manifest) => {
        const options = this.#taken(manifest, { dependsOn: pods, ...kept });
        return new KubernetesService(manifest.metadata.name, manifest, options);
      });
  }

  /**
   * After the Services and the canary's autoscaler, which says how many pods it has at least: nobody is led to what does not
   * answer yet, and Pulumi deletes what is left when all else is done.
   */
  #routes(pods: pulumi.Resource[], before: pulumi.Resource[]): void {
    const options = pulumi.mergeOptions({ dependsOn: before }, this.#routeOptions);
    for (const ingress of this.#all(objects.ingresses, unawaited)) {
      new Ingress(ingress.metadata.name, ingress, this.#taken(ingress, options));
    }
    for (const ingress of this.#all(objects.canaryIngresses, unawaited)) {
      // So it is deleted before the pods that it leads to.
      const after = pulumi.mergeOptions(options, { dependsOn: pods });
      new Ingress(ingress.metadata.name, ingress, this.#options(after));
    }
    for (const route of this.#all(objects.gatewayRoutes)) {
      new CustomResource(route.metadata.name, route, this.#taken(route, options));
    }
  }

  #autoscaler(
    made: (service: Service) => AutoscalerManifest | undefined,
    dependsOn: pulumi.Resource[],
  ): pulumi.Resource[] {
    const autoscaler = this.#made(made);
    if (autoscaler === undefined) return [];
    const options = this.#optionsOf(autoscaler, { dependsOn });
    return [new HorizontalPodAutoscaler(autoscaler.metadata.name, autoscaler, options)];
  }

  #budget(): void {
    const budget = this.#made(objects.podDisruptionBudget);
    if (budget !== undefined) new PodDisruptionBudget(this.#service.name, budget, this.#optionsOf(budget));
  }

  #scheduledRestart(dependsOn: pulumi.Resource[]): void {
    const restart = this.#given.of((service) => {
      const objectsOfRestart = objects.scheduledRestart(service);
      if (objectsOfRestart === undefined) return undefined;
      const { account, role, binding, job } = objectsOfRestart;
      return {
        account: objects.patched(service, account),
        role: objects.patched(service, role),
        binding: objects.patched(service, binding),
        job: objects.patched(service, job),
      };
    });
    if (restart === undefined) return;
    const { name } = restart.job.metadata;
    const account = new ServiceAccount(name, restart.account, this.#options());
    const role = new Role(name, restart.role, this.#options());
    const binding = new RoleBinding(name, restart.binding, this.#options({ dependsOn: [account, role] }));
    new CronJob(name, restart.job, this.#options({ dependsOn: [...dependsOn, binding] }));
  }

  /** The project's own objects beside it, of kinds that Pulumi's SDK may not know. */
  #own(dependsOn: pulumi.Resource[]): void {
    for (const manifest of this.#given.of(objects.ownObjects)) {
      new OwnObject(objects.ownName(this.#service, manifest), manifest, this.#optionsOf(manifest, { dependsOn }));
    }
  }

  /** One of the service's objects, as its patches leave it. */
  #made<M extends objects.Patchable | undefined>(build: (service: Service) => M): M {
    return this.#given.of((service) => {
      const manifest = build(service);
      return manifest === undefined ? manifest : objects.patched(service, manifest);
    });
  }

  #all<M extends objects.Patchable>(build: (service: Service) => M[], also: (manifest: M) => M = (same) => same): M[] {
    return this.#given.of((service) => build(service).map((manifest) => objects.patched(service, also(manifest))));
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
function unawaited<T extends { metadata: { annotations?: Record<string, string> } } | undefined>(manifest: T): T {
  if (manifest === undefined) return manifest;
  const annotations = { ...manifest.metadata.annotations, "pulumi.com/skipAwait": "true" };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

/** The same service in its canary's version; undefined while it has none of its own jobs. */
function asPromoted(given: Given): Given | undefined {
  const service = objects.asPromoted(given.service);
  if (service === undefined) return undefined;
  return { service, of: (build) => given.of((known) => build(objects.asPromoted(known) ?? known)) };
}

/** A value that whoever uses it waits with until these are made. */
function after<T>(resources: readonly pulumi.Resource[], value: pulumi.Output<T>): pulumi.Output<T> {
  const made = pulumi.output(resources.map(({ urn }) => urn));
  return made.apply(() => value as unknown as pulumi.Input<T>) as unknown as pulumi.Output<T>;
}
