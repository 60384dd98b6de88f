import { z } from "zod";
import { choice, flag, integer, text } from "./fields.ts";
import { dnsSubdomain } from "./names.ts";

const id = (what: string) => integer(what, 0, 2 ** 31 - 1, "id");

/** What one container may do, where it differs from what the service's may. */
export const containerSecurity = z
  .strictObject({
    user: id("User the processes run as.").optional(),
    group: id("Group the processes run as.").optional(),
    nonRoot: flag("Whether Kubernetes refuses to run it as root.").optional(),
    readOnlyRoot: flag("Whether the image's own files are read-only.").optional(),
    escalation: flag("Whether a process may gain privileges.").optional(),
    addCapabilities: z
      .array(text("Capability.", "a capability like NET_BIND_SERVICE", /^[A-Z_]+$/))
      .optional()
      .describe("Linux capabilities kept; all others are dropped."),
  })
  .describe("What the container may do; default as the service's `security`.");

/** Kubernetes' "restricted" level unless said otherwise; every weakening is a finding (SC001...) that needs a waiver. */
export const security = z
  .strictObject({
    user: id("User the processes run as; default the image's.").optional(),
    group: id("Group the processes run as; default the image's.").optional(),
    fsGroup: id("Group that owns the volumes' files; default none.").optional(),
    nonRoot: flag("Whether Kubernetes refuses to run it as root; default true.").default(true),
    readOnlyRoot: flag("Whether the image's own files are read-only; default true.").default(true),
    escalation: flag("Whether a process may gain privileges; default false.").default(false),
    addCapabilities: z
      .array(text("Capability.", "a capability like NET_BIND_SERVICE", /^[A-Z_]+$/))
      .default([])
      .describe("Linux capabilities kept; all others are dropped."),
    seccomp: choice("Seccomp profile; default RuntimeDefault.", ["RuntimeDefault", "Unconfined"]).default(
      "RuntimeDefault",
    ),
    apiAccess: flag("Whether the pods get a token for the Kubernetes API; default false.").default(false),
    serviceAccount: dnsSubdomain("ServiceAccount to use instead of the service's own.").optional(),
  })
  .describe("What the pods may do; by default Kubernetes' restricted level.");

export type ContainerSecurity = z.output<typeof containerSecurity>;
export type Security = z.output<typeof security>;
