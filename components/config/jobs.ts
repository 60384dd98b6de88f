import { z } from "zod";
import { entrypoint, env, secrets } from "./containers.ts";
import { dnsLabel, duration, flag, integer, text } from "./fields.ts";
import { dnsSubdomain } from "./names.ts";
import { resources } from "./resources.ts";

const { command, args } = entrypoint;

const undo = z
  .strictObject({ command, args })
  .refine((words) => (words.command ?? words.args ?? []).length > 0, { message: "needs a command, or args" })
  .describe("Takes back what the job did, before an older version comes back: same image, variables and account.");

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/ */
export const job = z
  .strictObject({
    name: dnsLabel("Name of the job; the service's name is put before it.", 30),
    image: text("Image with tag or digest; default the service's own, in the version that is released.").optional(),
    ...{ command, args },
    env: env.prefault({}),
    secrets: secrets.optional().describe("Secret variables in place of the service's: variable -> config key."),
    account: dnsSubdomain("ServiceAccount; default the service's.").optional(),
    attempts: integer("Times it is tried before the release has failed; default 1.", 1, 20, "attempts").default(1),
    deadline: duration("Time for all attempts together; default 10m.", 1, 86_400).prefault("10m"),
    resources: resources.optional().describe("CPU and memory; default the service's."),
    compatible: flag("Whether older versions of the service go with what the job does.").optional(),
    undo: undo.optional(),
  })
  .refine((value) => (value.compatible === undefined) !== (value.undo === undefined), {
    message:
      "say how older versions go with what it does, exactly one of: compatible: true, compatible: false, undo: {command: […]}",
  });

const list = (description: string) => z.array(job).default([]).describe(description);

export const jobs = z
  .strictObject({
    before: list(
      "Run once, one after the other, before the first pod of a release; a failure ends it, no pod touched.",
    ),
    after: list("Run once, one after the other, when a release's pods serve; a failure is one of the release."),
  })
  .describe("Jobs of a release: migrations before it, checks after it.");

export type ReleaseJob = z.output<typeof job>;
export type JobMoment = keyof z.output<typeof jobs>;

/** How older versions go with what a job did: as it is, once it is undone, or not at all. */
export type GoesWithOlder = "yes" | "undone" | "no";

export function goesWithOlder({ compatible, undo: way }: Pick<ReleaseJob, "compatible" | "undo">): GoesWithOlder {
  if (way !== undefined) return "undone";
  return compatible === true ? "yes" : "no";
}
