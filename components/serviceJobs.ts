import * as pulumi from "@pulumi/pulumi";
import { Job } from "@pulumi/kubernetes/batch/v1/job.js";
import { RandomId } from "@pulumi/random/randomId.js";
import type { JobMoment } from "./config/jobs.ts";
import type { Given } from "./given.ts";
import * as objects from "./objects.ts";

interface ServiceJobsArgs {
  given: Given;
  config: objects.ConfigNames;
  /** Whether they are those of a canary, beside the service's own. */
  ofCanary?: boolean;
  /** Of the service's resources. */
  options: pulumi.CustomResourceOptions;
  /** What watches a job. */
  jobOptions: pulumi.CustomResourceOptions | undefined;
}

/**
 * A service's jobs as Kubernetes Jobs that Pulumi waits for. Their names end with an id that is drawn anew with each
 * version and with whatever else makes another Job: so the same one never runs twice, and none is ever to be changed,
 * which Kubernetes refuses.
 */
export class ServiceJobs {
  readonly #args: ServiceJobsArgs;
  readonly #jobs: objects.ServiceJob[];
  readonly #id: pulumi.Output<string> | undefined;

  constructor(args: ServiceJobsArgs) {
    this.#args = args;
    this.#jobs = objects.serviceJobs(args.given.service, args.config);
    this.#id = this.#jobs.length === 0 ? undefined : this.#runId();
  }

  /** Makes those of one moment, each after `dependsOn` and the one before it. */
  at(moment: JobMoment, dependsOn: pulumi.Resource[]): pulumi.Resource[] {
    const made: pulumi.Resource[] = [];
    const { given, config, jobOptions } = this.#args;
    for (const [index, { when, name }] of this.#jobs.entries()) {
      const id = this.#id;
      if (when !== moment || id === undefined) continue;
      const named = pulumi.interpolate`${name}-${id}`;
      const declared = given.of((service) => objects.serviceJobs(service, config)[index]?.manifest(id, () => named));
      if (declared === undefined) continue;
      const [own, options] = this.#called(name);
      const after = { ...options, dependsOn: [...dependsOn, ...made] };
      made.push(new Job(own, declared, pulumi.mergeOptions(after, jobOptions)));
    }
    return made;
  }

  #runId(): pulumi.Output<string> {
    const { given, config } = this.#args;
    const keepers = given.of((service) => ({
      version: service.release.version,
      jobs: objects.jobsHash(service),
      ...(service.release.jobsAgain === undefined ? {} : { again: service.release.jobsAgain }),
      ...(config.config === undefined ? {} : { config: config.config }),
      ...(config.secrets === undefined ? {} : { secrets: config.secrets }),
    }));
    const [name, options] = this.#called(`${given.service.name}-jobs`);
    return new RandomId(name, { byteLength: 4, keepers }, options).hex;
  }

  /**
   * What Pulumi knows one by. Where canaries are declared, jobs of two versions stand side by side, and those of the
   * canary's are to stay, not to run again, when it is promoted: so the version is in it. A service that begins or ends
   * to declare them keeps what it has, by its other name.
   */
  #called(name: string): [string, pulumi.CustomResourceOptions] {
    const { given, options, ofCanary } = this.#args;
    const { canary, release } = given.service;
    const versioned = `${name}.${objects.contentHash([release.version]).slice(0, 8)}`;
    const [own, other] = canary === undefined ? [name, versioned] : [versioned, name];
    return [own, ofCanary === true ? options : { ...options, aliases: [{ name: other }] }];
  }
}
