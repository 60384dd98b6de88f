import { UsageProblem } from "../../errors/problem.ts";
import { inVersion } from "../../parameters/jobs.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { StackFileEdit } from "../../parameters/stackFileEdit.ts";
import { serviceNamed } from "./serviceNamed.ts";

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
    const { service, parameters } = serviceNamed(stack, name);
    if (seen.has(service)) {
      throw new UsageProblem({
        code: "TARGET_TWICE",
        what: `${service} is named twice`,
        next: "name each service once",
      });
    }
    seen.add(service);
    return version === undefined ? { service } : { service, release: inVersion(parameters.release, version) };
  });
}
