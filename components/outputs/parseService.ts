import { checkedStack } from "../checkedStack.ts";
import { isPlainObject, type PlainObject } from "../config/layers.ts";
import { releaseParameters, standingKeys } from "../config/release.ts";
import type { RawStackConfig, Service } from "../config/stackConfig.ts";
import { Problem, UsageProblem } from "../../errors/problem.ts";
import { withoutPlaceholders } from "./placeholders.ts";

/**
 * One service, from what a program gives: basic and release parameters side by side.
 * @param stack what the stack says for all of its services
 * @throws UsageProblem CONFIG_INVALID, RULES_BROKEN with everything that is wrong
 */
export function parseService(
  name: string,
  parameters: PlainObject,
  stack: Omit<RawStackConfig, "services" | "current">,
): Service {
  const { basic, release } = parted(parameters);
  try {
    const { services } = checkedStack({ ...stack, services: { [name]: basic }, current: { [name]: release } });
    const [service] = services;
    if (service === undefined) throw new Error(`${name} was read, and is not there`);
    return service;
  } catch (error) {
    throw error instanceof Problem ? asArguments(name, error) : error;
  }
}

/** What a service is, and what runs of it; of a canary both stand in one object. */
function parted({ canary, ...others }: PlainObject): { basic: PlainObject; release: PlainObject } {
  const divide = (given: PlainObject, released: readonly string[]) => {
    const part = (ofRelease: boolean) =>
      Object.fromEntries(Object.entries(given).filter(([key]) => released.includes(key) === ofRelease));
    return { basic: part(false), release: part(true) };
  };
  const { basic, release } = divide(others, Object.keys(releaseParameters.shape));
  if (!isPlainObject(canary)) return { basic: { ...basic, ...(canary === undefined ? {} : { canary }) }, release };
  const { basic: way, release: standing } = divide(canary, standingKeys);
  const stands = Object.keys(standing).length > 0;
  return {
    basic: { ...basic, ...(stands && Object.keys(way).length === 0 ? {} : { canary: way }) },
    release: { ...release, ...(stands ? { canary: standing } : {}) },
  };
}

/** The same problem in the words of whoever wrote the program: no file has these parameters. */
function asArguments(name: string, { code, details, message }: Problem): UsageProblem {
  const path = new RegExp(`releases:(services|current)\\.${name}\\.?`, "g");
  const own = details.map((line) => withoutPlaceholders(line.replaceAll(path, "")).replace(/^:/, name));
  const rules = code === "RULES_BROKEN";
  return new UsageProblem({
    code,
    what: rules
      ? `ServiceRelease "${name}" breaks ${counted(own.length, "rule")} for services that keep answering`
      : `the arguments of ServiceRelease "${name}" have ${counted(own.length, "error")}`,
    where: `new ServiceRelease("${name}", …)`,
    details: own.length === 0 ? [message] : own,
    next: rules
      ? "mend them, or waive one by its code with a reason: waivers: {ZD003: why}; docs/rules.md explains each"
      : "mend them; docs/parameters.md describes every parameter",
  });
}

function counted(count: number, noun: string): string {
  if (count === 1) return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
  return `${count} ${noun}s`;
}
