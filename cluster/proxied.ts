import * as http from "node:http";
import * as https from "node:https";
import { text } from "node:stream/consumers";
import type { Cluster } from "./cluster.ts";

/** Where a Service is asked, through the API server. */
export interface ProxiedPlace {
  namespace: string;
  /** Of the Service. */
  name: string;
  /** Its number or name. */
  port: number | string;
  path: string;
  /** The host that is asked for; default: the API server's own name. */
  host?: string;
}

/** What it answered: redirects are not followed. */
export interface ProxiedAnswer {
  status: number;
  location: string | undefined;
  body: string;
}

const patienceMs = 5000;

/**
 * Asks a Service for a path as a client of it would, from wherever the API server is. The API server hands the host on
 * as it comes, so that a gateway can be asked for what it serves under that name.
 */
export async function askProxied(cluster: Cluster, place: ProxiedPlace): Promise<ProxiedAnswer> {
  const { namespace, name, port, path, host } = place;
  const url = new URL(`${cluster.server}/api/v1/namespaces/${namespace}/services/${name}:${port}/proxy${path}`);
  const options: https.RequestOptions = { signal: AbortSignal.timeout(patienceMs) };
  await cluster.kubeConfig.applyToHTTPSOptions(options);
  const headers = {
    ...(options.headers as Record<string, string> | undefined),
    ...(host === undefined ? {} : { host }),
  };
  const servername = url.hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === "http:" ? http : https;
    const asked = request(url, { ...options, headers, servername }, (response) => {
      text(response).then(
        (body) => {
          resolve({ status: response.statusCode ?? 0, location: response.headers.location, body });
        },
        (error: unknown) => {
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
    asked.on("error", reject);
    asked.end();
  });
}
