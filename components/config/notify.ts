import { z } from "zod";
import { choice, configKey, dnsLabel, envName } from "./fields.ts";

/**
 * How a release may end, and what it may be for, as far as somebody is told of it; `proposed`: others are to approve it
 * first, `withdrawn`: nobody is any more.
 */
export const notifiedResults = [
  "proposed",
  "withdrawn",
  "succeeded",
  "rolled back",
  "rollback failed",
  "failed",
  "cancelled",
  "interrupted",
] as const;
export const notifiedKinds = ["deploy", "rollback", "resubmit", "restart", "promote", "canary", "restore"] as const;

/** Where a value is read from that must not stand here: whoever has a webhook's URL can post to it. */
function reference(description: string) {
  return z
    .strictObject({
      env: envName.describe("The environment variable, of the `release` command, that holds it.").optional(),
      secret: configKey.optional(),
    })
    .refine(({ env, secret }) => (env === undefined) !== (secret === undefined), {
      error: "name one place to read it from: {env: VARIABLE} or {secret: KEY}",
    })
    .describe(description);
}

const target = z.strictObject({
  kind: choice(
    "`slack`: a text, as Slack and what is compatible with it take it; `cloudevents`: CloudEvents 1.0 JSON.",
    ["slack", "cloudevents"],
  ),
  url: reference("Where the webhook's URL is read from; it never stands in the file."),
  signingKey: reference(
    "Where the key is read from that signs each message of kind cloudevents; default unsigned.",
  ).optional(),
  results: z
    .array(choice("Result.", notifiedResults))
    .min(1)
    .describe("Results to tell, of a release and of a proposal; default all.")
    .optional(),
  kinds: z.array(choice("Kind.", notifiedKinds)).min(1).describe("Kinds of release to tell; default all.").optional(),
  services: z.array(dnsLabel("Service.")).min(1).describe("Services whose releases are told; default all.").optional(),
});

/** `releases:notify` */
export const notify = z
  .array(target)
  .describe("Who is told how a release ended, or that it waits for others, each by a webhook: notifications.md.");

export type NotifyTarget = z.output<typeof target>;
export type ValueReference = NotifyTarget["url"];
