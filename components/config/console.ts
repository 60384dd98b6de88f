import { z } from "zod";
import { annotations } from "./annotations.ts";
import { env } from "./containers.ts";
import { field, integer, text } from "./fields.ts";
import { dnsSubdomain } from "./names.ts";
import { network } from "./network.ts";
import { resources } from "./resources.ts";
import { route } from "./routes.ts";
import { volumes } from "./storage.ts";
import { variables } from "./variables.ts";
import { watch } from "./watch.ts";

/** The server, and the releases that are begun on it: the command, Pulumi's CLI, the program and the provider. */
const oneConsole = { requests: { cpu: "100m", memory: "1Gi" }, limits: { memory: "3Gi" } };

/** Kubernetes' own groups may do all: whoever may name them may too. */
const group = field(z.string().regex(/^(?!system:)\S(.*\S)?$/), "Group.", {
  allowed: "the name of a group, like shop-releasers, none of Kubernetes' own",
});

const { image, repository, branch, folder, git, imagePullSecrets, gracePeriod } = watch.shape;

/** `releases:console` */
export const consoleParameters = z
  .strictObject({
    ...{ image, repository, branch, folder, git, imagePullSecrets },
    url: text(
      "Address that browsers come by; the route's host is in it.",
      "an address like https://releases.example.com",
      /^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/,
    ),
    groups: z
      .array(group)
      .min(1)
      .describe(
        "Groups that the console may act as: those of the roles that release rbac prints. Others do not count.",
      ),
    oidc: z
      .strictObject({
        issuer: text("Address of the provider of identities.", "an address with https", /^https:\/\/\S+$/),
        client: text("The console as the provider knows it.", "a text that is not empty", /\S/),
        userClaim: text("Claim with the user's name; default email.", "the name of a claim", /^\S+$/).default("email"),
        groupsClaim: text("Claim with the groups; default groups.", "the name of a claim", /^\S+$/).default("groups"),
        userPrefix: text(
          "Put before the name, as the API server is told to; default nothing.",
          "a text",
          /^(?!system:)\S*$/,
        ).optional(),
        groupsPrefix: text("Put before each group; default nothing.", "a text", /^(?!system:)\S*$/).optional(),
      })
      .optional()
      .describe("Sign-in with a provider of identities (OpenID Connect)."),
    proxy: z
      .strictObject({
        header: text("Header that names who is signed in.", "the name of a header", /^[A-Za-z0-9-]+$/),
        groupsHeader: text(
          "Header with their groups; default x-forwarded-groups.",
          "the name of a header",
          /^[A-Za-z0-9-]+$/,
        ).default("x-forwarded-groups"),
        from: z
          .array(text("Address, or a block of them.", "an address like 10.0.0.0/8", /^[0-9a-fA-F.:]+(\/\d{1,3})?$/))
          .min(1)
          .describe("Addresses of the proxy: from nowhere else its headers mean anything."),
      })
      .optional()
      .describe("Sign-in by a proxy that has asked who somebody is."),
    secret: dnsSubdomain(
      "Secret with `key` (32 bytes in base64, for cookies) and, for a provider, `oidc` (its client's secret).",
    ),
    replicas: integer("Pods. Default 2.", 1, 5, "pods").default(2),
    route: route.optional().describe("How browsers come to it. In it: as in `route`. Default: its Service alone."),
    env: env.prefault({}),
    ...variables,
    volumes: volumes
      .prefault({})
      .describe("More volumes by name, of what others keep: a claim with Pulumi's state, a CA."),
    network: network.omit({ from: true, to: true }).optional().describe("A NetworkPolicy. Default: no policy."),
    resources: resources
      .prefault(oneConsole)
      .describe("CPU and memory; default requests of 100m and 1Gi, and no more than 3Gi of memory."),
    account: z
      .strictObject({
        annotations: annotations("Annotations of the account, for the workload identity of a cloud.").prefault({}),
      })
      .prefault({})
      .describe("Its own ServiceAccount."),
    gracePeriod,
  })
  .describe("`release console` for this stack, in its namespace; default none.");

export type ConsoleParameters = z.output<typeof consoleParameters>;
