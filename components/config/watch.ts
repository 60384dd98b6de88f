import { z } from "zod";
import { annotations } from "./annotations.ts";
import { env } from "./containers.ts";
import { choice, duration, field, flag, integer, text } from "./fields.ts";
import { dnsSubdomain } from "./names.ts";
import { network } from "./network.ts";
import { quietTimeOf, rateOf } from "./quietTime.ts";
import { resources } from "./resources.ts";
import { volumes } from "./storage.ts";
import { variables } from "./variables.ts";

/** What one release takes: the command, Pulumi's CLI, the program and the provider. */
const oneRelease = { requests: { cpu: "250m", memory: "768Mi" }, limits: { memory: "2Gi" } };

/** `releases:watch` */
export const watch = z
  .strictObject({
    image: text(
      "Image with the `release` command, git, Node and Pulumi's CLI in it: git.md.",
      "an image with a tag or a digest",
      /^[a-z0-9][a-z0-9._/-]*(:\d+\/[a-z0-9._/-]+)?(:\w[\w.-]{0,127}(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})$/,
    ),
    repository: text(
      "Repository that is followed.",
      "a repository as git clone takes it, without a password in it: `git` names the Secret that has it",
      /^(?!-)(?!https?:\/\/[^/]*@)(?!\w+:\/\/[^/@]*:[^/@]*@)\S+$/i,
    ),
    branch: text("Branch that is followed; default main.", "the name of a branch", /^(?![-/])[\w./-]+$/).default(
      "main",
    ),
    folder: text(
      "The project's folder in the repository; default ., its root.",
      'a path that does not start with "/", without ".."',
      /^(?![-/])(?!(.*\/)?\.\.(\/|$)).+$/,
    ).default("."),
    replicas: integer("Pods; one releases, another takes over within 15 s. Default 2.", 1, 2, "pods").default(2),
    access: choice(
      "What it may do, in the words of `release rbac`: `owner` makes and removes services too, `releaser` does not. Default releaser.",
      ["releaser", "owner"],
    ).default("releaser"),
    interval: duration("Time between two looks; default 10s.", 1, 86_400).prefault("10s"),
    each: flag("Whether each commit is released by itself; default false: the newest alone.").default(false),
    quietTimes: z
      .array(
        field(
          z.string().refine((value) => quietTimeOf(value) !== undefined),
          "Time of the day.",
          { allowed: 'a time like "22:00-06:00", "fri,sat 16:00-24:00" or "08:00-09:00 Europe/Berlin"' },
        ),
      )
      .default([])
      .describe("When nothing is released by itself; default never."),
    atMost: field(
      z.string().refine((value) => rateOf(value) !== undefined),
      "Releases that may begin in a time; default as many as there are.",
      { allowed: "a number of releases in a time, like 6/1h" },
    ).optional(),
    git: dnsSubdomain(
      "Secret that lets it into the repository: `username` and `password`, or `ssh-privatekey` and `known_hosts`.",
    ).optional(),
    registry: dnsSubdomain("Secret with `.dockerconfigjson` of the registries whose tags are followed.").optional(),
    imagePullSecrets: z
      .array(dnsSubdomain("Secret."))
      .default([])
      .describe("Secrets with the credentials of the image's registry."),
    env: env.prefault({}),
    ...variables,
    volumes: volumes
      .prefault({})
      .describe("More volumes by name, of what others keep: a claim with Pulumi's state, a CA."),
    network: network
      .omit({ from: true, to: true })
      .optional()
      .describe("A NetworkPolicy: who may ask for its health and metrics, and whom it may reach. Default: no policy."),
    resources: resources
      .prefault(oneRelease)
      .describe("CPU and memory; default requests of 250m and 768Mi, and no more than 2Gi of memory."),
    account: z
      .strictObject({
        annotations: annotations("Annotations of the account, for the workload identity of a cloud.").prefault({}),
      })
      .prefault({})
      .describe("Its own ServiceAccount."),
    gracePeriod: duration(
      "Time that a release has to come to its end when its pod is to go; default 1h.",
      60,
      86_400,
    ).prefault("1h"),
  })
  .describe("`release watch` for this stack, in its namespace; default none.");

export type Watch = z.output<typeof watch>;
