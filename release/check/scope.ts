import { sameParameters } from "../../parameters/serviceParameters.ts";
import { basesOf, editStackFile } from "../../parameters/stackFileEdit.ts";
import type { Stack } from "../../parameters/stack.ts";
import { withoutServices } from "../../parameters/withoutServices.ts";
import { inForce, servicesInForce } from "../../records/choose.ts";
import type { ReleaseRecord } from "../../records/record.ts";

/** What of a stack a release is about. In a stack of many teams nobody carries out another's change. */
export interface Scope {
  /** The services that are released; absent: the whole stack, as its file stands. */
  only?: readonly string[];
  /** The stack's file as the engine is to see it: what is not released is in it as it was released last. */
  text: string;
}

/**
 * What is named is what is released, with the services that it starts after and that were never released. What else the
 * file would change, and what another checkout's file does not know yet, stays as it runs. Pure.
 * @param leaving services that leave the stack with this release
 */
export function scopeOf(
  stack: Stack,
  text: string,
  named: readonly string[],
  records: readonly ReleaseRecord[],
  leaving: readonly string[] = [],
): Scope {
  if (named.length === 0) return { text };
  const only = [
    ...withNeeded(
      named.filter((name) => !leaving.includes(name)),
      stack,
      records,
    ),
    ...leaving,
  ];
  const standing = servicesInForce(records).filter(({ service }) => !only.includes(service));
  const edits = standing.flatMap(({ service, after }) => {
    const written = stack.services.get(service)?.parameters;
    return sameParameters(after, written) ? [] : [{ service, ...after }];
  });
  // One that is to take another's place later does not stand beside it now.
  const waiting = stack.config.services.filter(
    ({ name, renamedFrom }) => !only.includes(name) && standing.some(({ service }) => service === renamedFrom),
  );
  const without = waiting.map(({ name }) => name);
  return {
    only,
    text: editStackFile(
      without.length === 0 ? text : withoutServices(text, without),
      edits,
      basesOf(stack.files, stack.name),
    ),
  };
}

function withNeeded(named: readonly string[], { config }: Stack, records: readonly ReleaseRecord[]): string[] {
  const wanted = new Set(named);
  // A set that is added to while it is gone through is gone through to its new end.
  for (const name of wanted) {
    const needed = config.services.find((service) => service.name === name)?.dependsOn ?? [];
    for (const service of needed) if (inForce(records, service) === undefined) wanted.add(service);
  }
  return [...wanted];
}
