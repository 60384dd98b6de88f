import { z } from "zod";
import { isSchedule } from "./cron.ts";
import { field, text } from "./fields.ts";
import { timeZoneError } from "./timeZone.ts";

const schedule = field(z.string().refine(isSchedule), "When, as cron writes it, e.g. `0 4 * * *`.", {
  allowed: "five cron fields: minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-6",
});

const timeZone = field(
  z.string().refine((value) => timeZoneError(value) === undefined, {
    error: ({ input }) => timeZoneError(String(input)) ?? "",
  }),
  "Time zone of the schedule; default Etc/UTC.",
  { allowed: "a name of the tz database like Asia/Tokyo" },
);

export const restart = z
  .strictObject({
    schedule,
    timeZone: timeZone.default("Etc/UTC"),
    image: text("Image with kubectl in it, with tag or digest."),
  })
  .describe("Restarts the pods on a schedule, as `kubectl rollout restart` does; default none.");
