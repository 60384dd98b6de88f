import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { parse } from "yaml";
import { exitCodes, Problem } from "../errors/problem.ts";
import type { LabPaths } from "./paths.ts";

interface KubeconfigFile {
  clusters: { cluster: { server: string; "certificate-authority-data": string } }[];
  users: { user: { token: string } }[];
}

/** A few requests to the lab's own API server: a client library would take longer to load than they take. */
export interface Api {
  get: (path: string) => Promise<ApiAnswer>;
  /** Server-side apply as `release-lab`. */
  apply: (path: string, object: unknown) => Promise<ApiAnswer>;
  delete: (path: string) => Promise<ApiAnswer>;
}

export interface ApiAnswer {
  status: number;
  body: string;
}

/** @param timeout ms for each request; default 2000 */
export async function labApi(paths: LabPaths, timeout = 2000): Promise<Api> {
  const file = parse(await readFile(paths.kubeconfig, "utf8")) as KubeconfigFile;
  const cluster = file.clusters[0]?.cluster;
  const token = file.users[0]?.user.token;
  if (cluster === undefined || token === undefined) {
    throw new Problem({
      code: "LAB_KUBECONFIG_DAMAGED",
      what: "the lab's kubeconfig names no cluster or no user",
      where: paths.kubeconfig,
      next: "npm run lab -- reset",
      exitCode: exitCodes.unreachable,
    });
  }
  const ca = Buffer.from(cluster["certificate-authority-data"], "base64");
  const send = (method: string, path: string, body?: unknown): Promise<ApiAnswer> =>
    new Promise((resolve, reject) => {
      const type = body === undefined ? {} : { "content-type": "application/apply-patch+yaml" };
      const headers = { authorization: `Bearer ${token}`, ...type };
      const url = new URL(path, cluster.server);
      const sent = request(url, { method, ca, headers, timeout, agent: false }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => (text += part));
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, body: text });
        });
        response.on("error", reject);
      });
      sent.on("timeout", () => sent.destroy(new Error(`no answer within ${timeout} ms`)));
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  return {
    get: (path) => send("GET", path),
    apply: (path, object) => send("PATCH", `${path}?fieldManager=release-lab&force=true`, object),
    delete: (path) => send("DELETE", path),
  };
}

/** The answer's JSON if the request succeeded; nothing if it failed or nobody answered. */
export async function tryGet(api: Api, path: string): Promise<unknown> {
  try {
    const { status, body } = await api.get(path);
    return status === 200 ? asJson(body) : undefined;
  } catch {
    return undefined;
  }
}

function asJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body; // health end points answer plain `ok`
  }
}
