import type { Emit } from "../events.ts";
import type { StackService, Stack } from "../../parameters/stack.ts";
import { withoutServices } from "../../parameters/withoutServices.ts";
import { failedBefore, wasTakenOut } from "../../records/choose.ts";
import type { ReleaseRecord } from "../../records/record.ts";

/** A service of the stack's file that stays out of the cluster, and the failed release that says why. */
export interface LeftOut {
  service: string;
  failed: ReleaseRecord;
}

/**
 * The services that a release of others leaves where a restore put them: out of the cluster, as they failed, never
 * served, and nothing of them has changed since. What is named is released, and so is what another service refers to; a
 * release that names nothing asks for the file as it is. Pure.
 */
export function leftOut(
  { services, config }: { services: ReadonlyMap<string, Pick<StackService, "parameters">> } & Pick<Stack, "config">,
  records: readonly ReleaseRecord[],
  named: readonly string[],
): LeftOut[] {
  if (named.length === 0) return [];
  const needed = new Set(
    config.services.flatMap(({ dependsOn, network }) => [
      ...dependsOn,
      ...(network?.from ?? []),
      ...(network?.to ?? []),
    ]),
  );
  return [...services].flatMap(([service, { parameters }]) => {
    if (named.includes(service) || needed.has(service) || !wasTakenOut(records, service)) return [];
    const failed = failedBefore(records, service, parameters);
    return failed === undefined ? [] : [{ service, failed }];
  });
}

/** The stack file's text without what is left out, and the names of that; each is told. */
export function leaveOut(
  stack: Stack,
  text: string,
  records: readonly ReleaseRecord[],
  named: readonly string[],
  emit: Emit,
): { text: string; leftOut: string[] } {
  const out = leftOut(stack, records, named);
  for (const left of out) emit({ type: "note", at: Date.now(), level: "warning", message: leftOutText(left) });
  const names = out.map(({ service }) => service);
  return { text: names.length === 0 ? text : withoutServices(text, names), leftOut: names };
}

/** E.g. `shop stays out of service: release 2026… failed (container web of … exits with code 3), and nothing has changed since`. */
export function leftOutText({ service, failed }: LeftOut): string {
  const why = failed.cause?.message ?? failed.reason;
  return `${service} stays out of service: release ${failed.id} failed${why === undefined ? "" : ` (${why})`}, and nothing of it has changed since; mend it and release it by name, or take it out of the stack's file`;
}
