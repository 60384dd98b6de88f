import type { Arena } from "./arena.ts";
import { startArgo, type Argo } from "./argo.ts";
import { isAway, isHealthy, type ArgoSplit } from "./argoRollout.ts";
import type { Benchmark } from "./benchmark.ts";
import { watchCrashes } from "./crashes.ts";
import type { Reading } from "./result.ts";

const crash = "crash";
const crashImage = `localhost/web:${crash}`;

/**
 * Argo Rollouts' half: by replicas, and by weights that Traefik routes by. A crash alone ends none of its walks: it is
 * given what kubectl is given in crashing-release, a script that aborts the moment the second crash is reported.
 */
export const canary: Benchmark = {
  name: "canary",
  about: "25 % for 5 s, 50 % for 5 s, all; a canary that crashes: Argo Rollouts, aborted at the second crash",
  named: true,
  async round(arena, turn) {
    const version = `v${(turn % 8) + 2}`;
    return [...(await argoRound(arena, version, "replicas")), ...(await argoRound(arena, version, "traefik"))];
  },
};

async function argoRound(arena: Arena, version: string, splitBy: ArgoSplit): Promise<Reading[]> {
  const argo = await startArgo(arena, "v1", splitBy);
  try {
    const traffic = await argo.traffic();
    const walk = await argoWalk(argo, version);
    const crashed = await argoCrash(arena, argo);
    const { failed } = await traffic.stop();
    const readings: Reading[] = [
      { figure: "walk", unit: "s", value: walk },
      ...crashed,
      { figure: "failed requests", unit: "", value: failed },
    ];
    return readings.map((reading) => ({ ...reading, figure: `Argo by ${splitBy}: ${reading.figure}` }));
  } finally {
    await argo.close();
  }
}

/** From the new version to the last of the old one's pods, pauses of 10 s among it. */
async function argoWalk(argo: Argo, version: string): Promise<number> {
  const start = performance.now();
  await argo.set(version);
  await argo.until("a walk", isHealthy);
  return (performance.now() - start) / 1000;
}

async function argoCrash(arena: Arena, argo: Argo): Promise<Reading[]> {
  const crashes = await watchCrashes(arena.cluster, argo.namespace, crashImage);
  try {
    const start = Date.now();
    await argo.set(crash);
    await crashes.untilSecond([argo.service], arena.signal);
    await argo.abort();
    await argo.until("an abort", isAway);
    const end = Date.now();
    const first = Math.min(...crashes.first.values());
    return [
      { figure: "crash, whole", unit: "s", value: (end - start) / 1000 },
      { figure: "crash → away", unit: "s", value: (end - first) / 1000 },
    ];
  } finally {
    crashes.stop();
  }
}
