import { thisProcess, type KnownProcess } from "../host/thisProcess.ts";

/** Who holds the release lock, as the lease says it. */
export interface Holder extends KnownProcess {
  operator: string;
  release: string;
}

/** What this process puts into a lease. */
export function thisHolder(operator: string, release: string): Holder {
  return { operator, ...thisProcess(), release };
}

/** Whether it is this very process: in containers many have the same number. */
export function isThisProcess({ host, pid, machine, started }: KnownProcess): boolean {
  const own = thisProcess();
  return host === own.host && pid === own.pid && machine === own.machine && started === own.started;
}
