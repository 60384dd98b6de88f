import type { Arena } from "./arena.ts";
import { startArgo, type Argo } from "./argo.ts";
import { isAway, isHealthy, type ArgoSplit } from "./argoRollout.ts";
import type { Benchmark } from "./benchmark.ts";
import { watchCrashes } from "./crashes.ts";
import type { Reading } from "./result.ts";

const crash = "crash";
const crashImage = `localhost/web:${crash}`;

/**
 * 25 % for five seconds, 50 % for five, then all; and a version that crashes. So far Argo Rollouts' half alone: ours goes
 * before it in `round`, as figures of its own.
 */
export const canary: Benchmark = {
  name: "canary",
  about: "25 % for 5 s, 50 % for 5 s, all, and one that crashes; by its name alone: Argo Rollouts",
  named: true,
  async round(arena, turn) {
    const version = `v${(turn % 8) + 2}`;
    return [...(await argoRound(arena, version, "replicas")), ...(await argoRound(arena, version, "traefik"))];
  },
};

async function argoRound(arena: Arena, version: string, splitBy: ArgoSplit): Promise<Reading[]> {
  const argo = await startArgo(arena, "v1", splitBy);
  try {
    const { readings, failed } = await underTraffic(argo, async () => [
      await argoWalk(argo, version),
      ...(await argoCrash(arena, argo)),
    ]);
    const all: Reading[] = [...readings, { figure: "failed requests", unit: "", value: failed }];
    return all.map((reading) => ({ ...reading, figure: `Argo by ${splitBy}: ${reading.figure}` }));
  } finally {
    await argo.close();
  }
}

async function underTraffic(
  argo: Argo,
  work: () => Promise<Reading[]>,
): Promise<{ readings: Reading[]; failed: number }> {
  const traffic = await argo.traffic();
  try {
    const readings = await work();
    return { readings, failed: (await traffic.stop()).failed };
  } finally {
    // A second stop finds it ended.
    await traffic.stop();
  }
}

/** From the new image to the controller's word that it is healthy, ten seconds of pauses among it. */
async function argoWalk(argo: Argo, version: string): Promise<Reading> {
  const start = performance.now();
  await argo.set(version);
  await argo.until("a walk", isHealthy);
  return { figure: "walk", unit: "s", value: (performance.now() - start) / 1000 };
}

/**
 * A crash alone does not end a walk. Argo is given what kubectl is given in crashing-release: a script that aborts the
 * moment the second crash is reported.
 */
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
