import { z } from "zod";
import type { Act } from "../api/acts.ts";

const name = z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, "a service's name");
const stack = z.string().regex(/^\w[\w.-]{0,99}$/, "a stack's name");
/** As a tag or a digest is written: none begins like an option. */
const version = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._:@+-]{0,200}$/, "a version: a tag, or a digest");
const record = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{1,99}$/, "a release's id");
const services = z.array(name).max(500);

/** What a browser asks for, and nothing beside it. */
export const actSchema: z.ZodType<Act> = z.discriminatedUnion("verb", [
  z.strictObject({ verb: z.literal("up"), versions: z.record(name, version), canary: z.boolean().optional() }),
  z.strictObject({ verb: z.literal("rollback"), services: services.optional(), to: record.optional() }),
  z.strictObject({ verb: z.literal("resubmit"), of: record }),
  z.strictObject({ verb: z.literal("restart"), services: services.min(1) }),
  z.strictObject({ verb: z.literal("promote"), from: stack, services: services.optional() }),
  z.strictObject({ verb: z.literal("proposal"), id: record }),
  z.strictObject({
    verb: z.literal("canary"),
    do: z.enum(["next", "resume", "pause", "promote", "abort"]),
    services,
  }),
  z.strictObject({ verb: z.literal("cancel") }),
  z.strictObject({ verb: z.literal("recover"), of: record.optional() }),
  z.strictObject({ verb: z.literal("run"), service: name }),
]) as z.ZodType<Act>;

/** The services that an act names. Pure. */
export function servicesOf(act: Act): string[] {
  switch (act.verb) {
    case "up":
      return Object.keys(act.versions);
    case "run":
      return [act.service];
    case "resubmit":
    case "proposal":
    case "cancel":
    case "recover":
      return [];
    default:
      return act.services ?? [];
  }
}

/** Whether it changes the stack's file. Pure. */
export function isReleased(act: Act): boolean {
  return !["cancel", "recover", "run"].includes(act.verb);
}

/** Whether its plan is shown beforehand, object by object; that of a proposal is what was approved. Pure. */
export function isPlanned(act: Act): boolean {
  return !["canary", "cancel", "recover", "run", "proposal"].includes(act.verb);
}

/** Whether it is released only as it was shown. Pure. */
export function isBound(act: Act): boolean {
  return isPlanned(act) && !(act.verb === "up" && act.canary === true);
}

/** The verb of the `release` command, and its arguments. Pure. */
export function argumentsOf(act: Act, stackName: string): string[] {
  switch (act.verb) {
    case "up": {
      const targets = Object.entries(act.versions).map(([service, to]) => `${service}=${to}`);
      return ["up", ...targets, ...(act.canary === true ? ["--canary"] : [])];
    }
    case "rollback":
      return ["rollback", ...(act.services ?? []), ...(act.to === undefined ? [] : ["--to", act.to])];
    case "resubmit":
      return ["resubmit", act.of];
    case "restart":
      return ["restart", ...act.services];
    case "promote":
      return ["promote", act.from, stackName, ...(act.services ?? [])];
    case "proposal":
      return ["up", "--proposal", act.id];
    case "canary":
      return ["canary", act.do, ...act.services];
    case "cancel":
      return ["cancel"];
    case "recover":
      return ["recover", ...(act.of === undefined ? [] : ["--of", act.of])];
    case "run":
      return ["run", act.service];
  }
}
