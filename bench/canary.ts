import type { Arena } from "./arena.ts";
import { startArgo, type Argo } from "./argo.ts";
import { isAway, isHealthy, type ArgoSplit } from "./argoRollout.ts";
import type { Benchmark } from "./benchmark.ts";
import { watchCrashes } from "./crashes.ts";
import { ownCanary, type OwnCanary } from "./ownCanary.ts";
import type { Reading } from "./result.ts";
import { underTraffic } from "./traffic.ts";

const crash = "crash";
const crashImage = `localhost/web:${crash}`;

/** 25 % for five seconds, 50 % for five, then all; and a version that crashes. By replicas, and by weights of a gateway. */
export const canary: Benchmark = {
  name: "canary",
  about: "25 % for 5 s, 50 % for 5 s, all, and one that crashes (by its name alone); Argo Rollouts",
  named: true,
  async round(arena, turn) {
    const readings: Reading[] = [];
    for (const splitBy of ["replicas", "traefik"] as const) {
      const ours = await ownCanary(arena, arena.toNext(), splitBy);
      const argo = await argoRound(arena, `v${(turn % 8) + 2}`, splitBy);
      for (const { figure, unit, value } of argo)
        readings.push({ figure: `${figure}, ${splitBy}`, unit, value: ours[figure], beside: { argo: value } });
    }
    return readings;
  },
};

type CanaryReading = Pick<Reading, "unit" | "value"> & { figure: keyof OwnCanary };

async function argoRound(arena: Arena, version: string, splitBy: ArgoSplit): Promise<CanaryReading[]> {
  const argo = await startArgo(arena, "v1", splitBy);
  try {
    const { value: readings, failed } = await underTraffic(await argo.traffic(), async () => [
      await argoWalk(argo, version),
      ...(await argoCrash(arena, argo)),
    ]);
    return [...readings, { figure: "failed", unit: "", value: failed }];
  } finally {
    await argo.close();
  }
}

/** From the new image to the controller's word that it is healthy, ten seconds of pauses among it. */
async function argoWalk(argo: Argo, version: string): Promise<CanaryReading> {
  const start = performance.now();
  await argo.set(version);
  await argo.until("a walk", isHealthy);
  return { figure: "walk", unit: "s", value: (performance.now() - start) / 1000 };
}

/**
 * A crash alone does not end a walk. Argo is given what kubectl is given in crashing-release: a script that aborts the
 * moment the second crash is reported.
 */
async function argoCrash(arena: Arena, argo: Argo): Promise<CanaryReading[]> {
  const crashes = await watchCrashes(arena.cluster, argo.namespace, crashImage);
  try {
    await argo.set(crash);
    await crashes.untilSecond([argo.service], arena.signal);
    await argo.abort();
    await argo.until("an abort", isAway);
    const end = Date.now();
    const first = Math.min(...crashes.first.values());
    return [{ figure: "crash → away", unit: "s", value: (end - first) / 1000 }];
  } finally {
    crashes.stop();
  }
}
