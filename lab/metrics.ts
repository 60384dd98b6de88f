import { setTimeout as sleep } from "node:timers/promises";
import { exitCodes, Problem, UnreachableProblem } from "../errors/problem.ts";
import { importNeeded } from "./addImages.ts";
import { labApi, tryGet, type Api } from "./api.ts";
import { applyAll } from "./apply.ts";
import { step, type LabEmit } from "./events.ts";
import { requireRoot } from "./host/requirements.ts";
import { buildMetricsArchive } from "./images/build.ts";
import { metricsObjects } from "./metricsObjects.ts";
import { labPaths, type LabPaths } from "./paths.ts";
import { requireRunning } from "./status.ts";

export interface LabMetricsOptions {
  emit: LabEmit;
  paths?: LabPaths;
}

/**
 * Deploys metrics-server, built from its Go module, and waits for its first figures: HorizontalPodAutoscalers then
 * decide by what pods really use, and `kubectl top` answers.
 * @throws UnreachableProblem LAB_DOWN, LAB_OLD; Problem LAB_METRICS_FAILED
 */
export async function labMetrics({ emit, paths = labPaths() }: LabMetricsOptions): Promise<void> {
  requireRoot("npm run lab -- metrics");
  await requireRunning(paths);
  const api = await labApi(paths, 10_000);
  await requireAggregation(api);
  const archive = await step(emit, "build metrics-server", (report) => {
    report.say("from source: about 3 minutes on 2 cores, once");
    return buildMetricsArchive(paths.cache);
  });
  await step(emit, "import images", (report) => importNeeded(paths, [archive], report));
  await step(emit, "metrics-server", async (report) => {
    await applyAll(api, metricsObjects(), metricsFailed);
    report.say("waiting for its first figures");
    const until = performance.now() + 90_000;
    while (!hasFigures(await tryGet(api, "/apis/metrics.k8s.io/v1beta1/nodes"))) {
      if (performance.now() > until) throw metricsFailed("it had no figures within 90 s");
      await sleep(500);
    }
    report.done("it has figures of the node");
  });
}

/** A lab that was started by an older version hands no requests on in its users' names. */
async function requireAggregation(api: Api): Promise<void> {
  const path = "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication";
  const { data } = ((await tryGet(api, path)) ?? {}) as { data?: Record<string, string> };
  if (data?.["requestheader-client-ca-file"] !== undefined) return;
  throw new UnreachableProblem({
    code: "LAB_OLD",
    what: "the lab was started by an older version, whose API server hands no requests on to others",
    next: "npm run lab -- down && npm run lab -- up",
  });
}

/** Pure: are there figures of any node in the list that metrics-server answered with? */
export function hasFigures(list: unknown): boolean {
  return ((list as { items?: unknown[] } | undefined)?.items ?? []).length > 0;
}

function metricsFailed(why: string): Problem {
  return new Problem({
    code: "LAB_METRICS_FAILED",
    what: `metrics-server cannot be deployed: ${why}`,
    where: "kube-system/metrics-server",
    next: "npm run lab -- kubectl -- --namespace kube-system logs deployment/metrics-server",
    exitCode: exitCodes.unreachable,
  });
}
