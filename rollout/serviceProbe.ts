import { setTimeout as sleep } from "node:timers/promises";
import { ApiException, Observable, type ObservableMiddleware } from "@kubernetes/client-node";
import { apiStatus } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";

/** Where a service is asked from outside its pods. */
export interface ServiceProbe {
  service: string;
  /** Port of the Service: its number or name. */
  port: number | string;
  /** With its query, as a readiness probe has it: `/healthz?deep=1`. */
  path: string;
  /** Default: http. */
  scheme?: "http" | "https";
}

export type ProbeOutcome =
  | { answered: true; seconds: number }
  /** The service answered with an error, or nothing stands behind it. */
  | { answered: false; message: string }
  /** We could not ask. */
  | { answered: undefined; note: string };

const attempts = 3;
const pauseMs = 500;
/** Where a network policy drops what the API server sends, it would wait for half a minute itself. */
const patienceMs = 10_000;

/** Asks a service through the API server's proxy; one good answer in three attempts will do. */
export async function probeService(cluster: Cluster, namespace: string, probe: ServiceProbe): Promise<ProbeOutcome> {
  let outcome = await probeOnce(cluster, namespace, probe);
  for (let attempt = 1; attempt < attempts && outcome.answered === false; attempt++) {
    await sleep(pauseMs);
    outcome = await probeOnce(cluster, namespace, probe);
  }
  return outcome;
}

async function probeOnce(
  cluster: Cluster,
  namespace: string,
  { service, port, path, scheme }: ServiceProbe,
): Promise<ProbeOutcome> {
  const name = scheme === "https" ? `https:${service}:${port}` : `${service}:${port}`;
  const began = Date.now();
  try {
    await cluster.core.connectGetNamespacedServiceProxy(
      { namespace, name },
      { middleware: [asking(path)], middlewareMergeStrategy: "append" },
    );
    return { answered: true, seconds: (Date.now() - began) / 1000 };
  } catch (error) {
    return notServed(error, `GET ${path} of service ${namespace}/${service}:${port}`, namespace);
  }
}

/** The path goes behind the proxy's own as it is: the client's parameter for it would make the query a part of it. */
export function asking(path: string, signal = AbortSignal.timeout(patienceMs)): ObservableMiddleware {
  return {
    pre(request) {
      // An empty query, because the client takes a slash at the end away.
      request.setUrl(`${request.getUrl()}${path}${path.endsWith("/") ? "?" : ""}`);
      request.setSignal(signal);
      return new Observable(Promise.resolve(request));
    },
    post(response) {
      // What a service that is well says, and in which format, is its own affair: the client would want to read it.
      if (response.httpStatusCode < 300) response.headers["content-type"] = "text/plain";
      return new Observable(Promise.resolve(response));
    },
  };
}

/**
 * What an answer other than 2xx says. Only the service's own words, and that nothing stands behind it, speak against a
 * release: in many clusters (private networks, a mesh's mTLS, network policies) the API server itself does not get to
 * the pods, and says so with a Status of its own. Pure.
 * https://github.com/kubernetes/apimachinery/blob/master/pkg/util/proxy/transport.go
 */
export function notServed(
  error: unknown,
  asked: string,
  namespace: string,
  resource = "services/proxy",
): Exclude<ProbeOutcome, { answered: true }> {
  const status = apiStatus(error);
  const not = (why: string) => ({ answered: undefined, note: `not probed from outside: ${why}` });
  if (status === undefined) return not(`the API server did not answer ${asked}`);
  const { code } = status;
  const message = status.message.slice(0, 200);
  const own = isOwnWord(error);
  if (code === 401 || code === 403) {
    return not(own ? `no right to get ${resource} in namespace ${namespace}` : `${asked} is not allowed (${code})`);
  }
  const missing = code === 404 || /^no (endpoints available|service port)/.test(status.message);
  if (own && !missing) return not(`the API server does not get to ${asked}: ${message}`);
  return { answered: false, message: `${asked} answered ${code}: ${message}` };
}

/** Whether the API server speaks for itself, and does not hand on what the service said. */
export function isOwnWord(error: unknown): boolean {
  if (!(error instanceof ApiException)) return false;
  const text = typeof error.body === "string" ? error.body : JSON.stringify(error.body ?? "");
  return /"kind":\s*"Status"/.test(text) || /error trying to reach service/i.test(text);
}
