import { setTimeout as sleep } from "node:timers/promises";
import { exitCodes, Problem } from "../errors/problem.ts";
import { importNeeded } from "./addImages.ts";
import { labApi, tryGet } from "./api.ts";
import { applyAll } from "./apply.ts";
import { step, type LabEmit } from "./events.ts";
import { requireRoot } from "./host/requirements.ts";
import { buildPrometheusArchive } from "./images/parts.ts";
import { labPaths, type LabPaths } from "./paths.ts";
import { prometheusObjects, prometheusProxy, prometheusServer } from "./prometheusObjects.ts";
import { serverRuns } from "./server.ts";
import { requireRunning } from "./status.ts";

export interface LabPrometheusOptions {
  emit: LabEmit;
  paths?: LabPaths;
}

/**
 * Deploys Prometheus, built from its Go module, as `monitoring/prometheus:9090`. It asks the gateway for its figures
 * each second, once there is one.
 * @throws UnreachableProblem LAB_DOWN; Problem LAB_PROMETHEUS_FAILED
 */
export async function labPrometheus({ emit, paths = labPaths() }: LabPrometheusOptions): Promise<void> {
  requireRoot("npm run lab -- prometheus");
  await requireRunning(paths);
  const archive = await step(emit, "build Prometheus", (report) => buildPrometheusArchive(paths.cache, report));
  await step(emit, "import images", (report) => importNeeded(paths, [archive], report));
  await step(emit, "Prometheus", async (report) => {
    const api = await labApi(paths, 10_000);
    await applyAll(api, prometheusObjects(), prometheusFailed);
    await serverRuns(api, prometheusServer, prometheusFailed);
    // Its Service leads to it a moment after it is ready.
    const until = performance.now() + 30_000;
    while ((await tryGet(api, `${prometheusProxy}/-/ready`)) === undefined) {
      if (performance.now() > until) throw prometheusFailed("it did not answer within 30 s");
      await sleep(100);
    }
    report.done("monitoring/prometheus:9090");
  });
}

function prometheusFailed(why: string): Problem {
  return new Problem({
    code: "LAB_PROMETHEUS_FAILED",
    what: `Prometheus cannot be deployed: ${why}`,
    where: "monitoring/prometheus",
    next: "npm run lab -- kubectl -- --namespace monitoring logs deployment/prometheus",
    exitCode: exitCodes.unreachable,
  });
}
