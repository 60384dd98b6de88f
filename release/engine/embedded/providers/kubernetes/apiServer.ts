import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { RequestOptions } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeConfig } from "@kubernetes/client-node";
import { UnreachableProblem } from "../../../../../errors/problem.ts";
import type { PropertyMap } from "../../propertyValue.ts";
import { ApiError } from "./apiError.ts";
import { exchange } from "./exchange.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface ApiRequest {
  method: Method;
  /** `/apis/apps/v1/namespaces/staging/deployments/website` */
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  /** Default `application/json`. */
  contentType?: string;
}

/** Credentials of an exec plugin may expire: asked for again after this. */
const credentialsLifeMs = 60_000;
/** Requests at once; further ones wait. */
const maxSockets = 32;
const retryDelaysMs = [100, 300, 1_000, 2_000];

/**
 * The Kubernetes API by plain requests over kept-alive connections. Objects come back as they were sent: client-node's
 * object API turns times into Dates and drops fields it does not know, and the state must hold what the server said.
 */
export class ApiServer {
  readonly #kubeConfig: KubeConfig;
  #options: { options: RequestOptions; until: number } | undefined;
  readonly #warn: (message: string) => void;
  readonly #warned = new Set<string>();
  #agent: HttpAgent | HttpsAgent | undefined;

  /** @param warn hears the server's warnings (deprecated APIs, unknown fields, pod security), each once. */
  constructor(kubeConfig: KubeConfig, warn: (message: string) => void) {
    this.#kubeConfig = kubeConfig;
    this.#warn = warn;
  }

  /** @throws ApiError when the server refuses; UnreachableProblem CLUSTER_UNREACHABLE when it does not answer. */
  async request(request: ApiRequest): Promise<PropertyMap> {
    for (const delay of retryDelaysMs) {
      try {
        return await this.#send(request);
      } catch (error) {
        if (!mayRetry(request.method, error)) throw this.#explain(error);
        await sleep(delay);
      }
    }
    return this.#send(request).catch((error: unknown) => {
      throw this.#explain(error);
    });
  }

  close(): void {
    this.#agent?.destroy();
  }

  async #connection(): Promise<RequestOptions> {
    if (this.#options !== undefined && this.#options.until > Date.now()) return this.#options.options;
    const options: RequestOptions = {};
    await this.#kubeConfig.applyToHTTPSOptions(options);
    const cluster = this.#kubeConfig.getCurrentCluster();
    if (cluster?.proxyUrl === undefined) {
      const { ca, cert, key, rejectUnauthorized, servername } = options;
      this.#agent ??= cluster?.server.startsWith("http:")
        ? new HttpAgent({ keepAlive: true, maxSockets })
        : new HttpsAgent({
            keepAlive: true,
            maxSockets,
            ...(ca === undefined ? {} : { ca }),
            ...(cert === undefined ? {} : { cert }),
            ...(key === undefined ? {} : { key }),
            ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
            ...(servername === undefined ? {} : { servername }),
          });
      options.agent = this.#agent;
    }
    this.#options = { options, until: Date.now() + credentialsLifeMs };
    return options;
  }

  async #send({ method, path, query = {}, body, contentType = "application/json" }: ApiRequest): Promise<PropertyMap> {
    const connection = await this.#connection();
    const server = this.#kubeConfig.getCurrentCluster()?.server ?? "";
    const url = new URL(`${server.replace(/\/$/, "")}${path}`);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    const content = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ...connection.headers,
      Accept: "application/json",
      // Node gives a DELETE no length of its own, and the server would take its body for the next request.
      ...(content === undefined
        ? {}
        : { "Content-Type": contentType, "Content-Length": String(Buffer.byteLength(content)) }),
    };
    const { status, text, warnings } = await exchange(url, { ...connection, method, headers }, content);
    for (const warning of warnings.filter((each) => !this.#warned.has(each))) {
      this.#warned.add(warning);
      this.#warn(`${method} ${path}: ${warning}`);
    }
    if (status >= 400) throw ApiError.from(status, text);
    return JSON.parse(text) as PropertyMap;
  }

  #explain(error: unknown): unknown {
    if (error instanceof ApiError) return error;
    const what =
      error instanceof Error ? error.message || ((error as NodeJS.ErrnoException).code ?? error.name) : String(error);
    return new UnreachableProblem({
      code: "CLUSTER_UNREACHABLE",
      what: `the cluster does not answer: ${what}`,
      where: this.#kubeConfig.getCurrentCluster()?.server ?? "no server in the kubeconfig",
      next: "see whether `kubectl version` answers with the same kubeconfig and context",
      cause: error,
    });
  }
}

/** A refused connection or a busy server did nothing; a broken one may have, and only what may be done twice is repeated. */
function mayRetry(method: Method, error: unknown): boolean {
  if (error instanceof ApiError) return error.status === 429 || error.status === 503;
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ECONNREFUSED" || (method !== "POST" && (code === "ECONNRESET" || code === "EPIPE"));
}
