import type { Probe } from "../config/probes.ts";
import type { Service } from "../config/stackConfig.ts";

/** Longest time from the first probe to the verdict that it failed for good, in seconds. */
export function probeBudget(probe: Probe): number {
  return probe.delay + probe.period * (probe.failures - 1) + Math.max(probe.period, probe.timeout);
}

/** Longest time a pod may take to its first ready moment, in seconds, as its probes permit. */
export function startBudget({ probes, sidecars }: Service): number {
  // The main container starts once each sidecar has, one after the other.
  const before = Object.values(sidecars).map((sidecar) => sidecar.probes.startup);
  const sidecarBudget = before.reduce((sum, startup) => sum + (startup === undefined ? 0 : probeBudget(startup)), 0);
  return (
    sidecarBudget + (probes.startup === undefined ? 0 : probeBudget(probes.startup)) + (probes.readiness?.delay ?? 0)
  );
}
