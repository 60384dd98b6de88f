import { readFile, writeFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import { exitCodes } from "../errors/problem.ts";
import { labGateway } from "../lab/gateway.ts";
import { stackFile } from "../parameters/location.ts";
import type { Arena } from "./arena.ts";
import type { ArgoSplit } from "./argoRollout.ts";
import { watchCrashes } from "./crashes.ts";
import { startTraffic, startTrafficTo, underTraffic, type Traffic } from "./traffic.ts";

/** What one round of walks came to, times in s. */
export interface OwnCanary {
  walk: number;
  /** From the first crash until nobody meets it and the record is closed. */
  "crash → away": number;
  /** Of the requests sent all the while. */
  failed: number;
}

const crash = "crash";

/** The same walk as Argo Rollouts takes: a quarter, then half, five seconds each; and a version that crashes. */
export async function ownCanary(arena: Arena, version: string, splitBy: ArgoSplit): Promise<OwnCanary> {
  const { release, cluster, namespace, services, settle, signal } = arena;
  const [service = ""] = services;
  const url = await declare(arena, service, splitBy);
  await release(["up", "-m", "bench: a canary is declared"]);
  const { value, failed } = await underTraffic(await reached(arena, service, url), async () => {
    await settle();
    const { seconds: walk } = await release(["up", `${service}=${version}`, "--canary"]);
    await settle();
    const crashes = await watchCrashes(cluster, namespace, `localhost/web:${crash}`);
    try {
      signal.throwIfAborted();
      const reason = "bench: this version is known to crash";
      const args = ["up", `${service}=${crash}`, "--canary", "--force", "-m", reason];
      const run = await release(args, [exitCodes.rolledBack]);
      return { walk, "crash → away": (run.endedAt - Math.min(...crashes.first.values())) / 1000 };
    } finally {
      crashes.stop();
    }
  });
  return { ...value, failed };
}

/** Says in the stack's file how the service's canaries go; where a gateway weighs, the address to reach it at. */
async function declare(
  { location, namespace }: Arena,
  service: string,
  splitBy: ArgoSplit,
): Promise<string | undefined> {
  const file = stackFile(location);
  const document = parseDocument(await readFile(file, "utf8"));
  const at = ["config", "releases:services", service];
  const steps = [25, 50].map((weight) => ({ weight, pause: "5s" }));
  document.setIn([...at, "canary"], document.createNode({ steps }));
  let url: string | undefined;
  if (splitBy === "traefik") {
    const { address } = await labGateway({ emit: () => undefined });
    const route = { gateway: "main", gatewayNamespace: "gateways", hosts: [], path: `/${namespace}` };
    document.setIn([...at, "route"], document.createNode(route));
    url = `http://${address}/${namespace}`;
  } else document.deleteIn([...at, "route"]);
  await writeFile(file, document.toString());
  return url;
}

function reached({ cluster, namespace }: Arena, service: string, url: string | undefined): Promise<Traffic> {
  return url === undefined ? startTraffic(cluster, namespace, service) : startTrafficTo(url);
}
