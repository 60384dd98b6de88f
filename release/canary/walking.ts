import { UsageProblem } from "../../errors/problem.ts";
import type { CanaryFigure, CanaryPoint } from "../../records/canary.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { readStack, type Stack } from "../../parameters/stack.ts";
import type { ReleaseContext, ReleaseRequest } from "../context.ts";
import type { ReleaseOutcome } from "../release.ts";
import { expectedOf, type Expected } from "./expected.ts";
import { declaresCanary, orByDefault, type CanaryService } from "./steps.ts";

/** What a walk is asked for. */
export interface WalkRequest extends Omit<
  ReleaseRequest,
  "kind" | "edits" | "remove" | "withData" | "of" | "canary" | "expected"
> {
  /** The services that step together, with the version of each canary. */
  versions: ReadonlyMap<string, string>;
  /** `next`: take the next step at once; `standing`: go on from the one that stands. */
  from: "next" | "standing";
}

/** A walk under way. */
export interface Walk {
  request: WalkRequest;
  context: ReleaseContext;
  /** When it began, in ms since 1970. */
  since: number;
  releases: ReleaseOutcome[];
  /** What was seen of all steps so far. */
  points: CanaryPoint[];
  /** The evidence on the last one. */
  figures: CanaryFigure[];
  /** What the services run with as far as this walk knows: no step is taken on anything else. */
  expected: Expected;
  /** A person has said yes, or nobody is to be asked: what a walk's own evidence ends waits for nobody. */
  approved: boolean;
}

/** A walk at its beginning. */
export function begun(request: WalkRequest, context: ReleaseContext): Walk {
  const expected = expectedOf([...request.versions.keys()], readStack(context.location));
  return { request, context, since: Date.now(), releases: [], points: [], figures: [], expected, approved: false };
}

/** The services of a walk as their file has them now. */
export function walkedServices({ request, context }: Walk): CanaryService[] {
  return canaryServices(readStack(context.location), [...request.versions.keys()]);
}

/** @throws UsageProblem CANARY_NOT_DECLARED */
export function canaryServices(stack: Stack, names: readonly string[]): CanaryService[] {
  const found = stack.config.services
    .filter(({ name }) => names.includes(name))
    .map((one) => [one, declaresCanary(one)] as const);
  const without = found.flatMap(([{ name }, declared]) => (declared === undefined ? name : []));
  const stands = found.some(([{ release }, declared]) => declared === undefined && release.canary !== undefined);
  if (without.length === 0) return found.flatMap(([, declared]) => declared ?? []);
  throw new UsageProblem({
    code: "CANARY_NOT_DECLARED",
    what: `${without.join(", ")} ${without.length === 1 ? "does" : "do"} not say how a canary goes`,
    where: stack.file,
    next: `declare it: releases:services.${without[0] ?? ""}.canary: {} (steps of 10 and 50 percent, docs/grayscale.md), release that, then go on${stands ? "; or end it: release canary promote or abort" : ""}`,
  });
}

/** The same of whatever stands, declared or not: what takes it back must not want a declaration. */
export function standingServices(stack: Stack, names: readonly string[]): CanaryService[] {
  return stack.config.services.filter(({ name }) => names.includes(name)).map(orByDefault);
}

/** Each with the version that its canary is to have. */
export function inVersions<T extends CanaryService>(
  services: readonly T[],
  versions: WalkRequest["versions"],
): (T & { version: string })[] {
  return services.map((one) => ({ ...one, version: versions.get(one.service.name) ?? "" }));
}

/** The newest release of a walk's services, whoever made it; undefined where there is none. */
export async function newestOf(
  { versions }: Pick<WalkRequest, "versions">,
  { records }: Pick<ReleaseContext, "records">,
): Promise<ReleaseRecord | undefined> {
  return (await records.list()).find(({ changes }) => changes.some(({ service }) => versions.has(service)));
}
