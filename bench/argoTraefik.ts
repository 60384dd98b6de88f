import { spawn } from "node:child_process";
import { join } from "node:path";
import { freePort } from "../host/freePort.ts";
import type { Placed } from "../lab/apply.ts";
import { moduleFolder } from "../lab/build.ts";
import { readDefinitions, type Definition } from "../lab/definitions.ts";
import { insideLab } from "../lab/exec.ts";
import { startLoad } from "../lab/load.ts";
import { labPart, partSource } from "../lab/parts.ts";
import { endsWithUs } from "./child.ts";

/**
 * What Argo Rollouts 1.8 steers without a plugin where Traefik routes: Traefik's own kinds, not the Gateway API's. So
 * a Traefik of the benchmark's own reads them, beside the lab's gateway.
 */
export interface ArgoTraefik {
  /** Inside the lab. */
  url: string;
  /** Waits until it answers. */
  serves: () => Promise<void>;
  close: () => Promise<void>;
}

export function tracks(service: string): { stable: string; canary: string } {
  return { stable: `${service}-stable`, canary: `${service}-canary` };
}

export async function traefikDefinitions(): Promise<Definition[]> {
  const module = await moduleFolder(partSource("traefik"), "github.com/traefik/traefik/v3");
  const all = await readDefinitions(join(module, "docs/content/reference/dynamic-configuration"));
  return all.filter(({ metadata }) => metadata.name.endsWith(".traefik.io"));
}

/** A route to the service, and the weights of its tracks. */
export function traefikObjects(namespace: string, service: string): Placed[] {
  const { stable, canary } = tracks(service);
  const object = (kind: string, spec: object): Placed => ({
    path: `/apis/traefik.io/v1alpha1/namespaces/${namespace}/${kind.toLowerCase()}s/${service}`,
    object: { apiVersion: "traefik.io/v1alpha1", kind, metadata: { name: service, namespace }, spec },
  });
  const services = [
    { name: stable, port: 80, weight: 100 },
    { name: canary, port: 80, weight: 0 },
  ];
  const toService = { kind: "TraefikService", name: service };
  return [
    object("TraefikService", { weighted: { services } }),
    object("IngressRoute", { routes: [{ kind: "Rule", match: "PathPrefix(`/`)", services: [toService] }] }),
  ];
}

/** Starts it in the lab's network. */
export async function startTraefik(namespace: string): Promise<ArgoTraefik> {
  const port = await freePort();
  const inside = await insideLab([
    await labPart("traefik"),
    ...["--global.checknewversion=false", "--log.level=ERROR", `--entrypoints.web.address=127.0.0.1:${port}`],
    ...["--providers.kubernetescrd=true", `--providers.kubernetescrd.namespaces=${namespace}`],
  ]);
  const traefik = spawn(inside.command, inside.args, { env: inside.env, stdio: "ignore" });
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    async serves() {
      for (const end = Date.now() + 60_000; Date.now() < end;) {
        const { ok, failed } = await (await startLoad({ url, seconds: 1, rate: 20 })).result;
        if (ok > 0 && failed === 0) return;
      }
    },
    close: endsWithUs(traefik),
  };
}
