/** The phases of a release, in order; `jobs` where a service has some, `evidence` and `restore` only on failure. docs/process.md explains each. */
export const phases = [
  "check",
  "plan",
  "apply",
  "jobs",
  "roll out",
  "verify",
  "evidence",
  "restore",
  "record",
] as const;
export type Phase = (typeof phases)[number];
