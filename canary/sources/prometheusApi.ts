import { apiStatus, rootMessage } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { asker } from "../../cluster/request.ts";

/** One series at one moment. */
export interface Sample {
  /** Its labels, as one text. */
  series: string;
  value: number;
}

/** The series that a query comes to; one without labels for a number. Rejects with an Error for a person to read. */
export type InstantQuery = (query: string, signal: AbortSignal) => Promise<Sample[]>;

/** Where a user's token is looked for. */
export const tokenVariable = "PROMETHEUS_TOKEN";

const patienceMs = 10_000;

/** A status, and what came with it. */
interface Answer {
  status: number;
  text: string;
}

type Get = (path: string, signal: AbortSignal) => Promise<Answer>;

/**
 * Asks the Prometheus at an address: `http(s)://…`, with the token of the environment where there is one, or
 * `namespace/service:port`, by the API server's proxy, with the rights of whoever releases.
 * https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries
 */
export function instantQuery(cluster: Cluster, address: string, token = process.env[tokenVariable]): InstantQuery {
  const { title, get } = /^https?:\/\//.test(address) ? byUrl(address, token) : byProxy(cluster, address);
  return async (query, signal) => {
    const path = `/api/v1/query?${new URLSearchParams({ query }).toString()}`;
    const limited = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    return samplesOf(await answerOf(title, get(path, limited), signal), title);
  };
}

async function answerOf(title: string, asking: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  try {
    return await asking;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && /^(TimeoutError|AbortError)$/.test(error.name)) {
      throw new Error(`${title} did not answer within ${patienceMs / 1000} s`, { cause: error });
    }
    const why = rootMessage(error);
    throw new Error(`${title} cannot be asked: ${why}`, { cause: error });
  }
}

function byUrl(address: string, token: string | undefined): { title: string; get: Get } {
  const url = new URL(address);
  const basic = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const known = token !== undefined && token !== "" ? `Bearer ${token}` : undefined;
  const authorization = known ?? (basic === ":" ? undefined : `Basic ${Buffer.from(basic).toString("base64")}`);
  const base = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  return {
    title: `Prometheus ${base}`,
    get: async (path, signal) => {
      const headers = authorization === undefined ? {} : { authorization };
      const response = await fetch(`${base}${path}`, { headers, signal });
      return { status: response.status, text: await response.text() };
    },
  };
}

function byProxy(cluster: Cluster, address: string): { title: string; get: Get } {
  const [namespace = "", service = ""] = address.split("/");
  const ask = asker(cluster);
  const base = `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${encodeURIComponent(service)}/proxy`;
  return {
    title: `Prometheus ${address}`,
    get: async (path, signal) => {
      try {
        return { status: 200, text: JSON.stringify(await ask(`${base}${path}`, { signal })) };
      } catch (error) {
        const status = apiStatus(error);
        if (status === undefined) throw error;
        const body = (error as { body?: unknown }).body;
        const isPrometheus = typeof body === "string" && body.includes('"errorType"');
        return { status: status.code, text: isPrometheus ? body : JSON.stringify({ error: status.message }) };
      }
    },
  };
}

interface QueryAnswer {
  status?: string;
  /** Of Prometheus itself. */
  errorType?: string;
  error?: string;
  data?: { resultType?: string; result?: unknown };
}

function samplesOf({ status, text }: Answer, title: string): Sample[] {
  const { data, error, ...answer } = parsed(text);
  if (status === 401 || status === 403) {
    const next = error ?? `set ${tokenVariable}`;
    throw new Error(`${title} refuses to be asked (${status}): ${next}`);
  }
  if (error !== undefined) {
    const what = answer.errorType === undefined ? "cannot be asked" : "does not take the query";
    throw new Error(`${title} ${what} (${status}): ${error}`);
  }
  if (status >= 300 || answer.status !== "success") {
    throw new Error(`${title} answered ${status}, and not as Prometheus does: ${text.slice(0, 100)}`);
  }
  const { resultType, result } = data ?? {};
  if (resultType === "scalar" && isPoint(result)) return [{ series: "", value: Number(result[1]) }];
  if (resultType === "vector" && Array.isArray(result)) return result.flatMap(sampleOf);
  throw new Error(`${title} answered with a ${resultType ?? "nothing"}; a query gives a vector or a number here`);
}

function sampleOf(sample: unknown): Sample[] {
  const { metric, value } = sample as { metric?: Record<string, string>; value?: unknown };
  if (!isPoint(value)) return [];
  const labels = Object.entries(metric ?? {}).sort(([a], [b]) => a.localeCompare(b));
  return [{ series: JSON.stringify(labels), value: Number(value[1]) }];
}

function isPoint(value: unknown): value is [number, string] {
  return Array.isArray(value) && typeof value[1] === "string";
}

function parsed(text: string): QueryAnswer {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
