import { inVersion } from "../../parameters/jobs.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { StackFileEdit } from "../../parameters/stackFileEdit.ts";
import { serviceNamed } from "./serviceNamed.ts";
import { parseTargets } from "./targets.ts";

/** It has a file of its own, and comes into the stack with its first version. */
function isNew({ services, files }: Stack, name: string): boolean {
  return !services.has(name) && files.byName.has(name);
}

/**
 * `website=v2 docs` → the edits of `releases:current`: a new version where one is named, none where only the service is.
 * @throws UsageProblem TARGET_MALFORMED, SERVICE_UNKNOWN, TARGET_TWICE
 */
export function deployEdits(targets: readonly string[], stack: Stack): StackFileEdit[] {
  return parseTargets(targets).map(({ name, version }) => {
    const comes = version !== undefined && isNew(stack, name);
    const known = comes ? undefined : serviceNamed(stack, name);
    if (version === undefined) return { service: name };
    return { service: name, release: known === undefined ? { version } : inVersion(known.parameters.release, version) };
  });
}
