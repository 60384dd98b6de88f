import { z } from "zod";
import { choice, duration, integer, number, text } from "./fields.ts";
import { portReference } from "./names.ts";

const query = (description: string) =>
  text(`${description} \`$namespace\`, \`$service\`, \`$track\`, \`$trackService\` and \`$window\` are filled in.`);

const prometheus = z
  .strictObject({
    requests: query("Counter of requests, of one track.").optional(),
    errors: query("Counter of those that failed, of one track.").optional(),
    value: query("A figure, of one track, of which less is better: a latency.").optional(),
  })
  .refine(
    ({ requests, errors, value }) => [requests, errors].every((one) => (one === undefined) === (value !== undefined)),
    {
      message: "say requests and errors, or value",
    },
  )
  .describe("What Prometheus (`releases:prometheus`) knows of either track.");

const job = z
  .strictObject({
    command: z.array(text("One word of the command.")).min(1).describe("The command, a word each."),
    image: text("Image with tag or digest; default the service's own, in the canary's version.").optional(),
    deadline: duration("Time for it; default 10m.", 1, 86_400).prefault("10m"),
  })
  .describe("A Job that is run once in each step, with the canary's variables; exit code 0 is good.");

/** One look at the canary that is repeated until there is evidence enough. */
export const canaryCheck = z
  .strictObject({
    http: z
      .strictObject({
        path: text("Path asked for, e.g. /healthz.", 'a path that starts with "/", without spaces', /^\/\S*$/),
        port: portReference("Name of the port in `ports`; default http, else the first by name.").optional(),
      })
      .optional()
      .describe("GETs to the pods of either track, from inside; an answer of 200 to 399 is good."),
    prometheus: prometheus.optional(),
    job: job.optional(),
    interval: duration("Time between two looks; default 10s.", 1, 600).prefault("10s"),
    minimum: integer(
      "Least that is to be seen of the canary before it may pass; default 50 requests, or 10 values.",
      1,
      1_000_000,
      "samples",
    ).optional(),
    tolerate: number(
      "How many times the stable pods' figure is still good; default 1.5 of a share of errors, 1.2 of a value.",
      1,
      100,
      "times",
    ).optional(),
    floor: number(
      "Share of errors below which nobody worries, whatever the stable pods have; default 0.1.",
      0,
      100,
      "percent",
    ).optional(),
    max: number(
      "Most that is good, whatever the stable pods have, in place of `tolerate`: percent of errors, or the value.",
      0,
      1e15,
      "percent, or the value's own",
    ).optional(),
  })
  .refine(
    ({ http, prometheus: asked, job: run }) => [http, asked, run].filter((one) => one !== undefined).length === 1,
    {
      message: "needs exactly one of http, prometheus and job",
    },
  );

/** What is done where evidence is wanting when a step's time, and the patience, are over. */
export const inconclusive = choice(
  "Where there is too little evidence when pause and patience are over: `hold` it for a person, or `abort`. Default hold.",
  ["hold", "abort"],
).default("hold");

export type CanaryCheckParameters = z.output<typeof canaryCheck>;
