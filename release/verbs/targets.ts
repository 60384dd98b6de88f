import { UsageProblem } from "../../errors/problem.ts";

/** `website=v2`, or `website` alone. */
export interface Target {
  name: string;
  version?: string;
}

/** @throws UsageProblem TARGET_MALFORMED, TARGET_TWICE */
export function parseTargets(targets: readonly string[]): Target[] {
  const parsed = targets.map(parseTarget);
  const twice = parsed.find(({ name }, index) => parsed.findIndex((other) => other.name === name) < index);
  if (twice === undefined) return parsed;
  throw new UsageProblem({
    code: "TARGET_TWICE",
    what: `${twice.name} is named twice`,
    next: "name each service once",
  });
}

function parseTarget(target: string): Target {
  const [name = "", version, ...rest] = target.split("=");
  if (name !== "" && version !== "" && rest.length === 0)
    return { name, ...(version === undefined ? {} : { version }) };
  throw new UsageProblem({
    code: "TARGET_MALFORMED",
    what: `"${target}" is neither SERVICE nor SERVICE=VERSION`,
    next: "e.g. release up website=v2",
  });
}
