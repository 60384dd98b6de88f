import { z } from "zod";
import { text } from "./fields.ts";
import { schedule, timeZone } from "./schedule.ts";

export const restart = z
  .strictObject({
    schedule,
    timeZone: timeZone.default("Etc/UTC"),
    image: text("Image with kubectl in it, with tag or digest."),
  })
  .describe("Restarts the pods on a schedule, as `kubectl rollout restart` does; default none.");
