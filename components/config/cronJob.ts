import { z } from "zod";
import { choice, duration, flag, integer } from "./fields.ts";
import { schedule, timeZone } from "./schedule.ts";

const history = z
  .strictObject({
    succeeded: integer("Runs kept that succeeded; default 3.", 0, 100, "runs").default(3),
    failed: integer("Runs kept that failed, with their logs; default 3.", 0, 100, "runs").default(3),
  })
  .describe("How many runs that are over stay in the cluster.");

/** https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ */
export const cronJob = z
  .strictObject({
    schedule,
    timeZone: timeZone.default("Etc/UTC"),
    concurrency: choice(
      "What becomes of a run whose time comes while the one before it goes on: Forbid leaves it out, Replace ends the one before, Allow runs both. Default Forbid.",
      ["Forbid", "Replace", "Allow"],
    ).default("Forbid"),
    startingDeadline: duration(
      "How late a run may still begin, where the cluster missed its time; default however late.",
      // The controller looks every ten seconds: with less, none might ever begin.
      10,
      604_800,
    ).optional(),
    attempts: integer("Times a run is tried before it has failed; default 1.", 1, 20, "attempts").default(1),
    deadline: duration("Time for all attempts of a run together; default 1h.", 1, 604_800).prefault("1h"),
    history: history.prefault({}),
    suspend: flag("Whether no run begins by itself; `release run` begins one all the same. Default false.").default(
      false,
    ),
  })
  .describe("Runs the service to its end on a schedule, in place of pods that go on (template: schedule).");

export type CronJobParameters = z.output<typeof cronJob>;
