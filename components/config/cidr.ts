import { isIPv4, isIPv6 } from "node:net";
import { z } from "zod";
import { field } from "./fields.ts";

/** A range of addresses. */
export function cidr(description: string) {
  return field(z.string().refine(isCidr), description, {
    allowed: "a range of addresses like 10.1.0.0/16, 203.0.113.7/32 or fd00::/8",
  });
}

function isCidr(text: string): boolean {
  const [, address = "", bits] = /^([^/%]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  if (isIPv4(address)) return Number(bits) <= 32;
  return isIPv6(address) && Number(bits) <= 128;
}
