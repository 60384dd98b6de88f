import { z } from "zod";
import { canaryCheck, inconclusive } from "./canaryAnalysis.ts";
import { choice, duration, dnsLabel, field, flag, integer, mapOf, scalarText, text } from "./fields.ts";
import { quietTimeOf } from "./quietTime.ts";

/** Ways to share requests out among the tracks. */
export const canarySplits = ["HTTPRoute", "ingress-nginx", "replicas"] as const;
export type CanarySplit = (typeof canarySplits)[number];

const longestPause = 7 * 86_400;

const pause = field(
  z.union([z.literal("manual"), duration("", 0, longestPause)]),
  "Time until the next step; `manual`: until `release canary next`. Default 5m.",
  { allowed: "manual, or a duration like 30s, 5m or 1h30m, from 0s to 168h", unit: "seconds" },
);

/** `pause` in seconds, or until a person says so. */
const step = z.strictObject({
  weight: integer("Share of the requests that the canary gets.", 1, 99, "percent"),
  pause: pause.prefault("5m"),
});

const headerName = text("Name of a header.", "the name of a header: letters, digits and -", /^[-A-Za-z0-9]+$/);
const cookieName = (description: string) =>
  text(description, "the name of a cookie: letters, digits, - and _", /^[-\w]{1,100}$/);

const first = z
  .strictObject({
    headers: mapOf(headerName, scalarText("Value of the header."), "Requests with all of these headers.").optional(),
    cookie: z
      .strictObject({
        name: cookieName("Name of the cookie."),
        value: text("Its value.", "the value of a cookie: letters, digits and .-_~=+/", /^[-\w.~=+/]{1,256}$/),
      })
      .optional()
      .describe("Requests with this cookie."),
  })
  .refine(({ headers = {}, cookie }) => cookie !== undefined || Object.keys(headers).length > 0, {
    message: "needs headers, a cookie or both",
  })
  .describe(
    "Requests that always meet the canary, e.g. your own staff's; with a gateway or ingress-nginx. Default none.",
  );

const sticky = z
  .strictObject({
    cookie: cookieName("Cookie by which the gateway knows whom it sent where."),
    for: duration("Time for which it does; default 1h.", 1, longestPause).prefault("1h"),
  })
  .describe(
    "Keeps who met a track on it. ingress-nginx has it; a Gateway where it knows sessionPersistence " +
      "(Envoy Gateway; Traefik 3.6 passes over it). Default off.",
  );

const mirror = integer(
  "Share of the requests that are also sent to the canary, whose answers are thrown away. Only where the Gateway knows " +
    "RequestMirror with a percentage (Envoy Gateway, Istio): Traefik 3.6 answers all requests of such a route with an error. Default none.",
  1,
  100,
  "percent",
);

/** How a new version gets some of the traffic first. Where a canary stands is a release parameter: `releases:current`. */
export const canaryParameters = z
  .strictObject({
    steps: z
      .array(step)
      .min(1)
      .max(20)
      .prefault([{ weight: 10 }, { weight: 50 }])
      .describe("Shares of the requests, one after the other; default 10 percent and 50 percent, 5m each."),
    always: flag("Whether `release up` walks the steps without `--canary` too; default false.").default(false),
    split: choice(
      "How requests are shared out. Default by what the service has: HTTPRoute where all its routes are of the Gateway API, " +
        "ingress-nginx where all are Ingresses of class nginx, else replicas.",
      canarySplits,
    ).optional(),
    inconclusive,
    patience: duration("Time that a check may stay unsure past a step's pause; default 10m.", 0, 86_400).prefault(
      "10m",
    ),
    hours: z
      .array(
        field(
          z.string().refine((value) => quietTimeOf(value) !== undefined),
          "Time of the day.",
          { allowed: 'a time like "09:00-17:00", "mon,tue 09:00-24:00" or "08:00-18:00 Europe/Berlin"' },
        ),
      )
      .min(1)
      .optional()
      .describe("When steps are taken; default at any time."),
    first: first.optional(),
    sticky: sticky.optional(),
    mirror: mirror.optional(),
    analysis: mapOf(
      dnsLabel("Name of the check.", 30),
      canaryCheck,
      "What must be seen of the canary, beside its pods' health, before the next step: name -> one of http, prometheus and job.",
    ).prefault({}),
  })
  .describe("How `release up --canary` gives a new version some of the traffic first; default not declared.");

export type CanaryParameters = z.output<typeof canaryParameters>;
