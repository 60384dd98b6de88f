import type { Engine } from "../engine/engine.ts";
import { connect, type Cluster } from "../cluster/cluster.ts";
import { askUser } from "../cluster/user.ts";
import type { ReleaseContext } from "../release/context.ts";
import { operator } from "../release/operator.ts";
import { describedStack, placeOf, readStack, type Stack } from "../parameters/stack.ts";
import { useCauses } from "../rollout/ownCauses.ts";
import { wholeHistory } from "../records/history.ts";
import type { ReleaseRecord } from "../records/record.ts";
import { clusterRecords, type RecordStore } from "../records/store.ts";
import { decideCluster } from "./decideCluster.ts";
import { namedCluster, type GlobalOptions } from "./globalOptions.ts";
import { locateStack } from "./project.ts";
import { openEngine } from "./pulumi.ts";
import type { StackLocation } from "../parameters/location.ts";

/** What a command that works on a cluster has at hand. */
export interface Session {
  location: StackLocation;
  stack: Stack;
  cluster: Cluster;
  /** One line: which cluster, and why. */
  clusterReason: string;
  records: RecordStore;
  /** The engine for this stack, or for the same stack with another file; `takeOver`: fields that others hold, too. */
  engine(location?: StackLocation, options?: { takeOver: boolean }): Promise<Engine>;
}

/** A session that changes nothing: a stack whose file breaks a rule can still be looked at. */
export function openLook(options: GlobalOptions): Session {
  return openSession(options, describedStack);
}

/** The stack, its cluster and its records. Reads files only: no request is sent yet. */
export function openSession(options: GlobalOptions, read: (location: StackLocation) => Stack = readStack): Session {
  const location = locateStack(options);
  useCauses(location.projectDir);
  const stack = read(location);
  const { choice, why, env } = decideCluster(namedCluster(options), stack.cluster);
  const cluster = connect(choice);
  return {
    location,
    stack,
    cluster,
    clusterReason: `${cluster.context} (${cluster.server}): ${why}`,
    records: clusterRecords(cluster, placeOf(stack)),
    engine: (chosen = location, { takeOver } = { takeOver: options.forceConflicts === true }) =>
      openEngine({ location: chosen, namespace: stack.namespace, cluster, choice, env, forceConflicts: takeOver }),
  };
}

/** The stack's releases, newest first, plain `pulumi up`s among them. */
export async function history(session: Session): Promise<ReleaseRecord[]> {
  return wholeHistory(session.records, await session.engine(), session.stack);
}

/** The session as a release wants it. */
export async function releaseContext(
  session: Session,
  parts: Pick<ReleaseContext, "emit" | "signal" | "approve">,
): Promise<ReleaseContext> {
  const { location, cluster, records } = session;
  // Beside the engine, which takes longer.
  const user = askUser(cluster);
  return {
    location,
    cluster,
    records,
    engine: await session.engine(),
    operator: operator(),
    user,
    ...parts,
  };
}

/** What a release works with and why, a line each. */
export function surroundings(session: Session, engine: Engine): string[] {
  return [
    `cluster    ${session.clusterReason}`,
    `pulumi     ${engine.description}`,
    `state      ${engine.backend}, stack ${session.stack.project}/${session.stack.name}`,
  ];
}
