import { UsageProblem } from "../../errors/problem.ts";
import { inVersion } from "../../parameters/jobs.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { StackFileEdit } from "../../parameters/stackFileEdit.ts";
import { serviceNamed } from "./serviceNamed.ts";

/** It has a file of its own, and comes into the stack with its first version. */
function isNew({ services, files }: Stack, name: string): boolean {
  return !services.has(name) && files.byName.has(name);
}

/**
 * `website=v2 docs` → the edits of `releases:current`: a new version where one is named, none where only the service is.
 * @throws UsageProblem TARGET_MALFORMED, SERVICE_UNKNOWN, TARGET_TWICE
 */
export function deployEdits(targets: readonly string[], stack: Stack): StackFileEdit[] {
  const seen = new Set<string>();
  return targets.map((target) => {
    const [name = "", version, ...rest] = target.split("=");
    if (name === "" || version === "" || rest.length > 0) {
      throw new UsageProblem({
        code: "TARGET_MALFORMED",
        what: `"${target}" is neither SERVICE nor SERVICE=VERSION`,
        next: "e.g. release up website=v2",
      });
    }
    const comes = version !== undefined && isNew(stack, name);
    const known = comes ? undefined : serviceNamed(stack, name);
    if (seen.has(name)) {
      throw new UsageProblem({
        code: "TARGET_TWICE",
        what: `${name} is named twice`,
        next: "name each service once",
      });
    }
    seen.add(name);
    if (version === undefined) return { service: name };
    return { service: name, release: known === undefined ? { version } : inVersion(known.parameters.release, version) };
  });
}
