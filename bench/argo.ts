import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { exitCodes, Problem } from "../errors/problem.ts";
import { freePort } from "../host/freePort.ts";
import { labApi, tryGet, type Api } from "../lab/api.ts";
import { applyAll } from "../lab/apply.ts";
import { moduleFolder } from "../lab/build.ts";
import { define, definitionPath, readDefinitions } from "../lab/definitions.ts";
import { labPart, partSource } from "../lab/parts.ts";
import { labPaths } from "../lab/paths.ts";
import { makeNamespace, removeNamespace, type Arena } from "./arena.ts";
import { isHealthy, rolloutObjects, rolloutPath, type ArgoSplit, type Rollout } from "./argoRollout.ts";
import { startTraefik, traefikDefinitions } from "./argoTraefik.ts";
import { endsWithUs } from "./child.ts";
import { cancelled } from "./command.ts";
import { startTraffic, startTrafficTo, type Traffic } from "./traffic.ts";

/** Argo Rollouts: its controller as a process beside the lab, with a copy of the first service as a Rollout. */
export interface Argo {
  readonly namespace: string;
  readonly service: string;
  /** Requests as its users send them, until they are stopped. */
  traffic: () => Promise<Traffic>;
  /** Releases a version; it walks its steps alone. */
  set: (version: string) => Promise<void>;
  abort: () => Promise<void>;
  /** Waits until it is so. @throws Problem BENCH_ARGO_FAILED after 120 s */
  until: (what: string, so: (rollout: Rollout) => boolean) => Promise<void>;
  /** Ends the controller, and removes the copy and Argo's kinds. */
  close: () => Promise<void>;
}

const patienceMs = 120_000;
const traefikKinds = ["--traefik-api-group=traefik.io", "--traefik-api-version=traefik.io/v1alpha1"];

/** @param version that the copy runs when this is done */
export async function startArgo(arena: Arena, version: string, splitBy: ArgoSplit): Promise<Argo> {
  const { cluster, kubectl, services, signal } = arena;
  const service = services[0] ?? "";
  const namespace = `${arena.namespace}-argo`;
  const api = await labApi(labPaths(), 30_000);
  const module = await moduleFolder(partSource("argo-rollouts"), "github.com/argoproj/argo-rollouts");
  const own = await readDefinitions(join(module, "manifests/crds"));
  const definitions = [...own, ...(splitBy === "traefik" ? await traefikDefinitions() : [])];
  for (const definition of definitions) await define(api, definition, (name, why) => argoFailed(`${name}: ${why}`));
  const endController = await startController(namespace);
  const traefik = splitBy === "traefik" ? await startTraefik(namespace) : undefined;
  const patch = (...args: string[]): Promise<number> =>
    kubectl.run(["patch", `rollout.argoproj.io/${service}`, "--namespace", namespace, ...args]);
  const argo: Argo = {
    ...{ namespace, service },
    traffic: () => (traefik === undefined ? startTraffic(cluster, namespace, service) : startTrafficTo(traefik.url)),
    async set(next) {
      const image = { op: "replace", path: "/spec/template/spec/containers/0/image", value: `localhost/web:${next}` };
      await patch("--type=json", `--patch=${JSON.stringify([image])}`);
    },
    async abort() {
      await patch("--subresource=status", "--type=merge", '--patch={"status":{"abort":true}}');
    },
    until: (what, so) => until(api, rolloutPath(namespace, service), { what, so, signal }),
    async close() {
      await endController();
      await traefik?.close();
      await removeNamespace(cluster, namespace);
      for (const { metadata } of definitions) await api.delete(definitionPath(metadata.name));
    },
  };
  try {
    await makeNamespace(cluster, namespace);
    const file = await kubectl.writeManifests(version);
    await applyAll(api, await rolloutObjects(file, namespace, service, splitBy), argoFailed);
    await argo.until("the first deploy", isHealthy);
    await traefik?.serves();
    return argo;
  } catch (error) {
    await argo.close();
    throw error;
  }
}

/** @returns what ends it */
async function startController(namespace: string): Promise<() => Promise<void>> {
  const where = ["--kubeconfig", labPaths().kubeconfig, "--namespace", namespace, "--namespaced"];
  const ports = [`--metricsport=${await freePort()}`, `--healthzPort=${await freePort()}`];
  const controller = spawn(
    await labPart("argo-rollouts"),
    [...where, ...ports, "--leader-elect=false", "--loglevel=error", ...traefikKinds],
    { env: { ...process.env, POD_NAMESPACE: namespace }, stdio: "ignore" },
  );
  return endsWithUs(controller);
}

interface Wait {
  what: string;
  so: (rollout: Rollout) => boolean;
  signal: AbortSignal;
}

async function until(api: Api, path: string, { what, so, signal }: Wait): Promise<void> {
  for (const end = Date.now() + patienceMs; ;) {
    if (signal.aborted) throw cancelled();
    const rollout = (await tryGet(api, path)) as Rollout | undefined;
    if (rollout !== undefined && so(rollout)) return;
    if (Date.now() > end) throw argoFailed(`${what} took longer than ${patienceMs / 1000} s`);
    await sleep(50);
  }
}

function argoFailed(why: string): Problem {
  return new Problem({
    code: "BENCH_ARGO_FAILED",
    what: `Argo Rollouts cannot be measured: ${why}`,
    next: "npm run lab -- kubectl -- get rollouts.argoproj.io --all-namespaces --output yaml",
    exitCode: exitCodes.rolledBack,
  });
}
