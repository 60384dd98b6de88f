import { UsageProblem } from "../../errors/problem.ts";
import type { Stack } from "../../parameters/stack.ts";
import { canaryUnderWay } from "../check/midCanary.ts";
import { declaresCanary } from "../canary/steps.ts";
import { serviceNamed } from "./serviceNamed.ts";
import { parseTargets } from "./targets.ts";

/** What begins or goes on: the version of each service's canary. */
export interface WantedCanary {
  versions: Map<string, string>;
  /** Those whose canary of another version is to be aborted first. */
  superseded: string[];
  from: "next" | "standing";
}

/**
 * `website=v2` → a canary of v2 beside what serves; where it stands already, the walk goes on.
 * @throws UsageProblem CANARY_VERSION_MISSING, CANARY_SERVES_ALREADY, CANARY_UNDER_WAY, and those of SERVICE=VERSION
 */
export function wantedCanary(targets: readonly string[], stack: Stack, supersede: boolean): WantedCanary {
  const named = parseTargets(targets);
  const without = named.flatMap(({ name, version }) => (version === undefined ? name : []));
  if (named.length === 0 || without.length > 0) {
    throw new UsageProblem({
      code: "CANARY_VERSION_MISSING",
      what: `a canary is of a version${without.length === 0 ? "" : `; ${without.join(", ")} came without one`}`,
      next: "e.g. release up website=v2 --canary",
    });
  }
  const versions = new Map(named.map(({ name, version = "" }) => [serviceNamed(stack, name).service, version]));
  const serving = [...versions].filter(([name, version]) => {
    const { release } = serviceNamed(stack, name).parameters;
    return release.version === version && release.canary === undefined;
  });
  if (serving.length > 0) {
    throw new UsageProblem({
      code: "CANARY_SERVES_ALREADY",
      what: `${serving.map((pair) => pair.join(" ")).join(", ")} serves already, to everybody`,
      next: "release status",
    });
  }
  const standing = [...versions].flatMap(([name, version]) => {
    const canary = stack.config.services.find((service) => service.name === name)?.release.canary;
    return canary === undefined ? [] : [{ name, version, same: canary.version === version }];
  });
  const others = standing.filter(({ same }) => !same);
  if (others.length > 0 && !supersede) throw canaryUnderWay(others.map(({ name, version }) => `${name} ${version}`));
  const goesOn = standing.length === versions.size && others.length === 0;
  return { versions, superseded: others.map(({ name }) => name), from: goesOn ? "standing" : "next" };
}

/**
 * The services with a canary that a verb is about: those named, or where none is, all that have one.
 * @throws UsageProblem SERVICE_UNKNOWN, CANARY_NONE
 */
export function standingCanaries(names: readonly string[], stack: Stack): Map<string, string> {
  const chosen = names.length === 0 ? undefined : names.map((name) => serviceNamed(stack, name).service);
  const found = stack.config.services.flatMap(({ name, release: { canary } }) =>
    canary === undefined || chosen?.includes(name) === false ? [] : [[name, canary.version] as const],
  );
  const missing = (chosen ?? []).filter((name) => found.every(([one]) => one !== name));
  if (found.length === 0 || missing.length > 0) {
    throw new UsageProblem({
      code: "CANARY_NONE",
      what: `${missing.length === 0 ? `stack ${stack.name}` : missing.join(", ")} has no canary`,
      where: stack.file,
      next: "begin one: release up SERVICE=VERSION --canary",
    });
  }
  return new Map(found);
}

/**
 * Of `release up TARGETS`: whether these go by canary, because it was asked for or because they always do.
 * @throws UsageProblem CANARY_MIXED, TARGET_MALFORMED, TARGET_TWICE
 */
export function goesByCanary(targets: readonly string[], stack: Stack, asked: boolean): boolean {
  if (asked) return true;
  const named = parseTargets(targets).flatMap(({ name, version }) => {
    const service = stack.config.services.find((one) => one.name === name);
    if (service === undefined || version === undefined) return [];
    const changes = version !== service.release.version;
    return [{ name, always: changes && declaresCanary(service)?.canary.always === true }];
  });
  const always = named.filter((one) => one.always).map(({ name }) => name);
  if (always.length === 0) return false;
  if (always.length === targets.length) return true;
  throw new UsageProblem({
    code: "CANARY_MIXED",
    what: `${always.join(", ")} always ${always.length === 1 ? "goes" : "go"} by canary, and others were named with ${always.length === 1 ? "it" : "them"}`,
    next: `release the others first, then ${always.join(" ")}`,
  });
}
