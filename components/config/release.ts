import { z } from "zod";
import { flag, integer, text } from "./fields.ts";

const versionPattern = /^(sha256:[0-9a-f]{64}|[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(@sha256:[0-9a-f]{64})?)$/;

const version = (description: string) =>
  text(description, 'an image tag like "v1.2.0" or a digest sha256:<64 hex digits>, as a quoted text', versionPattern);

/** Where a grayscale release stands: which version gets which share of the requests, or of the pods. */
export const canary = z
  .strictObject({
    version: version("Version the canary pods run."),
    replicas: integer(
      "Canary pods; with `weight` only where a gateway shares the requests out: then as many take them.",
      1,
      500,
      "pods",
    ).optional(),
    weight: integer(
      "Share of the requests the canary gets. 0: none but those of the service's `canary.first` and `canary.mirror`; with a `step`, none at all.",
      0,
      99,
      "percent",
    ).optional(),
    step: integer("Step of the service's `canary.steps` that it stands at, from 1.", 1, 20, "steps").optional(),
    paused: flag("Whether it stays at this step until `release canary resume`; default false.").optional(),
  })
  .refine((value) => value.replicas !== undefined || value.weight !== undefined, {
    message: "needs replicas or weight",
  })
  .describe("Runs another version beside the current one, for a share of the traffic; default none.");

/** Which of a canary's parameters say where it stands; the service's own say how it goes. */
export const standingKeys: readonly string[] = Object.keys(canary.shape);

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

export type CanaryStanding = z.output<typeof canary>;
export type ReleaseInput = z.input<typeof releaseParameters>;
export type ReleaseParameters = z.output<typeof releaseParameters>;
