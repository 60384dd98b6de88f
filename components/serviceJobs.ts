import * as pulumi from "@pulumi/pulumi";
import { Job } from "@pulumi/kubernetes/batch/v1/job.js";
import { RandomId } from "@pulumi/random/randomId.js";
import type { JobMoment } from "./config/jobs.ts";
import type { Service } from "./config/stackConfig.ts";
import * as objects from "./objects.ts";

interface ServiceJobsArgs {
  service: Service;
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
    this.#jobs = objects.serviceJobs(args.service, args.config);
    this.#id = this.#jobs.length === 0 ? undefined : this.#runId();
  }

  /** Makes those of one moment, each after `dependsOn` and the one before it. */
  at(moment: JobMoment, dependsOn: pulumi.Resource[]): pulumi.Resource[] {
    const made: pulumi.Resource[] = [];
    for (const { when, name, manifest } of this.#jobs) {
      if (when !== moment || this.#id === undefined) continue;
      const declared = manifest(this.#id, (id) => pulumi.interpolate`${name}-${id}`);
      const { options, jobOptions } = this.#args;
      const own = { ...options, dependsOn: [...dependsOn, ...made] };
      made.push(new Job(name, declared, pulumi.mergeOptions(own, jobOptions)));
    }
    return made;
  }

  #runId(): pulumi.Output<string> {
    const { service, config, options } = this.#args;
    const { name, release } = service;
    const keepers = {
      version: release.version,
      jobs: objects.jobsHash(service),
      ...(release.jobsAgain === undefined ? {} : { again: release.jobsAgain }),
      ...(config.config === undefined ? {} : { config: config.config }),
      ...(config.secrets === undefined ? {} : { secrets: config.secrets }),
    };
    return new RandomId(`${name}-jobs`, { byteLength: 4, keepers }, options).hex;
  }
}
