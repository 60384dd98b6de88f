import { exitCodes } from "../errors/problem.ts";
import type { Arena } from "./arena.ts";
import type { Benchmark } from "./benchmark.ts";
import { watchCrashes } from "./crashes.ts";
import { verdicts } from "./release.ts";
import type { Reading } from "./result.ts";
import { everyService } from "./stackFile.ts";
import { summarize } from "./statistics.ts";

const crash = "crash";
const crashImage = `localhost/web:${crash}`;

/**
 * kubectl has no verdict and restores nothing. It is given the best that a script around it can do: one that watches the
 * pods and undoes the moment the second crash is reported.
 */
export const crashingRelease: Benchmark = {
  name: "crashing-release",
  about: "a version that cannot start: verdict, restored; kubectl rollout undo at the second crash + rollout status",
  async round(arena) {
    const readings = await releaseCrash(arena);
    const { whole, sinceCrash } = await kubectlCrash(arena);
    return readings.map((reading) => ({
      ...reading,
      ...(reading.figure === "release" ? { beside: { kubectl: whole } } : {}),
      ...(reading.figure === "crash → restored" ? { beside: { kubectl: sinceCrash } } : {}),
    }));
  },
};

async function releaseCrash({ cluster, namespace, release }: Arena): Promise<Reading[]> {
  const crashes = await watchCrashes(cluster, namespace, crashImage);
  try {
    const reason = "bench: this version is known to crash";
    const run = await release(["up", `${everyService}=${crash}`, "--force", "-m", reason], [exitCodes.rolledBack]);
    const latencies = [...verdicts(run.events)].flatMap(([workload, at]) => {
      const reported = crashes.second.get(workload);
      return reported === undefined ? [] : [(at - reported) / 1000];
    });
    const crashed = Math.min(...crashes.first.values());
    return [
      { figure: "release", unit: "s", value: run.seconds },
      { figure: "crash → restored", unit: "s", value: (run.endedAt - crashed) / 1000 },
      // Our watch and the release's own see the report at nearly the same time: whichever is first.
      { figure: "doomed → verdict", unit: "s", value: Math.max(0, summarize(latencies).max) },
    ];
  } finally {
    crashes.stop();
  }
}

async function kubectlCrash({
  cluster,
  kubectl,
  services,
  signal,
}: Arena): Promise<{ whole: number; sinceCrash: number }> {
  const crashes = await watchCrashes(cluster, kubectl.namespace, crashImage);
  try {
    const start = Date.now();
    await kubectl.run(["set", "image", ...kubectl.workloads, `*=${crashImage}`]);
    await crashes.untilSecond(services, signal);
    await kubectl.run(["rollout", "undo", ...kubectl.workloads], kubectl.status);
    const end = Date.now();
    return { whole: (end - start) / 1000, sinceCrash: (end - Math.min(...crashes.first.values())) / 1000 };
  } finally {
    crashes.stop();
  }
}
