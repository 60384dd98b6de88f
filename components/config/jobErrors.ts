import type { RawStackConfig, Service } from "./stackConfig.ts";
import { releaseJobs } from "./releaseJobs.ts";

/** A pod bears its Job's name as a label; behind it stand a hyphen and eight hex digits. */
const longestName = 63 - "-0123abcd".length;

/** What is wrong with jobs that are each right by themselves. */
export function jobErrors(service: Service, { secretKeys, plainKeys }: RawStackConfig): string[] {
  const jobs = releaseJobs(service);
  const root = `releases:services.${service.name}`;
  return jobs.flatMap(({ at, job, name }, index) => {
    const twice = jobs.findIndex((other) => other.job.name === job.name) < index;
    const tooLong = name.length - longestName;
    const secrets = Object.entries(job.secrets ?? {});
    return [
      ...(twice ? [`${root}.${at}.name: another job of the service is called "${job.name}"; choose another`] : []),
      ...(tooLong > 0
        ? [`${root}.${at}.name: "${name}" has ${tooLong} characters too many for a Job's name; choose a shorter one`]
        : []),
      ...secrets.flatMap(([variable, key]) => {
        const path = `${root}.${at}.secrets.${variable}`;
        const set = `\`release config set --secret ${key}\``;
        if (plainKeys?.includes(key) === true)
          return [`${path}: releases:${key} is stored in plain text; store it with ${set}`];
        return secretKeys === undefined || secretKeys.includes(key)
          ? []
          : [`${path}: the stack has no secret "${key}"; set it with ${set}`];
      }),
    ];
  });
}

/** Two jobs of one stack that Pulumi could not tell apart: `a-b` of `web`, `b` of `web-a`. */
export function clashingJobs(services: readonly Service[]): string[] {
  const all = services.flatMap((service) => releaseJobs(service).map((job) => ({ service, ...job })));
  return all.flatMap(({ service, at, name }, index) => {
    const earlier = all.slice(0, index).find((other) => other.name === name && other.service !== service);
    if (earlier === undefined) return [];
    return [
      `releases:services.${service.name}.${at}.name: ${name} is also what ${earlier.service.name}'s job is called; choose another`,
    ];
  });
}
