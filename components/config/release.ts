import { z } from "zod";
import { integer, text } from "./fields.ts";

const versionPattern = /^(sha256:[0-9a-f]{64}|[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(@sha256:[0-9a-f]{64})?)$/;

const version = (description: string) =>
  text(description, 'an image tag like "v1.2.0" or a digest sha256:<64 hex digits>, as a quoted text', versionPattern);

/** A step of a grayscale release: a share of the pods, or of the requests, gets another version. */
export const canary = z
  .strictObject({
    version: version("Version the canary pods run."),
    replicas: integer("Canary pods.", 1, 500, "pods").optional(),
    weight: integer("Share of the requests the canary gets.", 1, 99, "percent").optional(),
  })
  .refine((value) => (value.replicas === undefined) !== (value.weight === undefined), {
    message: "needs exactly one of replicas and weight",
  })
  .describe("Runs another version beside the current one, for a share of the traffic; default none.");

/** Release parameters of a service: `releases:current`. A release changes these and nothing else. */
export const releaseParameters = z.strictObject({
  version: version("Version that runs: the image's tag or digest, or both: v1.2@sha256:…"),
  restartedAt: text(
    "Restart stamp: a new one restarts the pods.",
    "a time like 2026-11-22T04:00:00Z",
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/,
  ).optional(),
  jobsSkipped: version("Version whose jobs do not run: it was gone back to, or they were skipped.").optional(),
  jobsAgain: text(
    "Stamp: a new one runs the jobs again.",
    "a time like 2026-11-22T04:00:00Z",
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/,
  ).optional(),
  canary: canary.optional(),
});

export type ReleaseInput = z.input<typeof releaseParameters>;
export type ReleaseParameters = z.output<typeof releaseParameters>;
