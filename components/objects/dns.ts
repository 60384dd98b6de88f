import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";

/** How the pods look names up; nothing where the service says nothing of it. */
export function podDns({ dns, hostAliases }: Pick<Service, "dns" | "hostAliases">): Partial<core.v1.PodSpec> {
  const aliases = Object.entries(hostAliases).map(([ip, hostnames]) => ({ ip, hostnames }));
  const { policy, nameservers = [], searches = [], options = {} } = dns ?? {};
  const named = Object.entries(options).map(([name, value]) => ({ name, ...(value === "" ? {} : { value }) }));
  const config = {
    ...(nameservers.length === 0 ? {} : { nameservers }),
    ...(searches.length === 0 ? {} : { searches }),
    ...(named.length === 0 ? {} : { options: named }),
  };
  return {
    ...(policy === undefined ? {} : { dnsPolicy: policy }),
    ...(Object.keys(config).length === 0 ? {} : { dnsConfig: config }),
    ...(aliases.length === 0 ? {} : { hostAliases: aliases }),
  };
}
