import { z } from "zod";
import { isSchedule } from "./cron.ts";
import { field } from "./fields.ts";
import { timeZoneError } from "./timeZone.ts";

export const schedule = field(z.string().refine(isSchedule), "When, as cron writes it, e.g. `0 4 * * *`.", {
  allowed: "five cron fields: minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-6",
});

export const timeZone = field(
  z.string().refine((value) => timeZoneError(value) === undefined, {
    error: ({ input }) => timeZoneError(String(input)) ?? "",
  }),
  "Time zone of the schedule; default Etc/UTC.",
  { allowed: "a name of the tz database like Asia/Tokyo" },
);
