import { goesWithOlder } from "../config/jobs.ts";
import { releaseJobs } from "../config/releaseJobs.ts";
import { serves, type Rule } from "./rule.ts";

/** While a job runs, and until the last old pod is gone, the version before serves on what the job has made of the data. */
export const olderVersionsGoOn: Rule = {
  code: "ZD024",
  check: (service) => {
    if (!serves(service)) return [];
    return releaseJobs(service)
      .filter(({ when, job }) => when === "before" && goesWithOlder(job) !== "yes")
      .map(({ at, job }) => ({
        parameter: at,
        message: `the pods of the version before serve on while and after job ${job.name} runs, and are not said to go with what it does`,
        fix: "split the change into one that both versions go with, released first (compatible: true), and one that follows a release later",
      }));
  },
};
