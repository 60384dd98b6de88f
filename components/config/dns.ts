import { isIP } from "node:net";
import { z } from "zod";
import { choice, field, mapOf, text } from "./fields.ts";
import { hostName } from "./names.ts";

const address = (description: string) =>
  field(
    z.string().refine((value) => isIP(value) > 0),
    description,
    { allowed: "an IP address" },
  );

/** How the pods look names up. https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/ */
export const dns = z
  .strictObject({
    policy: choice("Whom the pods ask; default ClusterFirst.", [
      "ClusterFirst",
      "ClusterFirstWithHostNet",
      "Default",
      "None",
    ]).optional(),
    nameservers: z.array(address("Name server.")).max(3).default([]).describe("Name servers asked besides."),
    searches: z.array(hostName("Domain.")).max(32).default([]).describe("Domains that names are looked up in."),
    options: mapOf(
      text("Name of an option."),
      z.string().describe("Value of the option, empty for one that has none."),
      "Options of the resolver: ndots -> 2.",
    ).prefault({}),
  })
  .refine((value) => value.policy !== "None" || value.nameservers.length > 0, {
    message: "policy None asks nobody: name nameservers",
  })
  .describe("How the pods look names up.");

export const hostAliases = mapOf(
  address("Address."),
  z.array(hostName("Name.")).min(1).describe("Names that lead to the address."),
  "Names that the pods know by themselves, as in /etc/hosts: address -> names.",
);
