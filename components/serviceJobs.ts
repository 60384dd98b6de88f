import * as pulumi from "@pulumi/pulumi";
import { Job } from "@pulumi/kubernetes/batch/v1/job.js";
import { RandomId } from "@pulumi/random/randomId.js";
import type { JobMoment } from "./config/jobs.ts";
import type { Given } from "./given.ts";
import * as objects from "./objects.ts";

interface ServiceJobsArgs {
  given: Given;
  config: objects.ConfigNames;
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
    const { given, config, options, jobOptions } = this.#args;
    for (const [index, { when, name }] of this.#jobs.entries()) {
      const id = this.#id;
      if (when !== moment || id === undefined) continue;
      const named = pulumi.interpolate`${name}-${id}`;
      const declared = given.of((service) => objects.serviceJobs(service, config)[index]?.manifest(id, () => named));
      if (declared === undefined) continue;
      const own = { ...options, dependsOn: [...dependsOn, ...made] };
      made.push(new Job(name, declared, pulumi.mergeOptions(own, jobOptions)));
    }
    return made;
  }

  #runId(): pulumi.Output<string> {
    const { given, config, options } = this.#args;
    const { name } = given.service;
    const keepers = given.of((service) => ({
      version: service.release.version,
      jobs: objects.jobsHash(service),
      ...(service.release.jobsAgain === undefined ? {} : { again: service.release.jobsAgain }),
      ...(config.config === undefined ? {} : { config: config.config }),
      ...(config.secrets === undefined ? {} : { secrets: config.secrets }),
    }));
    return new RandomId(`${name}-jobs`, { byteLength: 4, keepers }, options).hex;
  }
}
