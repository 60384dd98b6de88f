import { ApiException, createConfiguration, HttpMethod, RequestContext } from "@kubernetes/client-node";
import type { Cluster } from "./cluster.ts";

/** Plain JSON, as the API server wrote it: the client's own types know only what they were made for. */
export type Json = Record<string, unknown>;

/** The ways to say what is to be of an object: https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply */
export type PatchType = "json-patch+json" | "merge-patch+json" | "strategic-merge-patch+json" | "apply-patch+yaml";

export interface ApiRequest {
  accept?: string;
  /** A JSON patch; without anything to send the path is read. */
  patch?: readonly object[];
  /** A patch of another type. */
  patchAs?: { type: Exclude<PatchType, "json-patch+json">; patch: object };
  /** An object to put in the place of what is there. */
  put?: object;
  /** An object to make. */
  post?: object;
  /** What is at the path goes. */
  delete?: true;
  /** Ends the asking. */
  signal?: AbortSignal;
}

/** Asks for paths of the API server. */
export type Ask = (path: string, request?: ApiRequest) => Promise<Json>;

export function asker(cluster: Cluster): Ask {
  const { httpApi } = createConfiguration();
  return async (path, request = {}) => {
    const { method, type, body } = sent(request);
    const context = new RequestContext(`${cluster.server}${path}`, method);
    await cluster.kubeConfig.applySecurityAuthentication(context);
    context.setHeaderParam("Accept", request.accept ?? "application/json");
    if (request.signal !== undefined) context.setSignal(request.signal);
    if (body !== undefined) {
      context.setHeaderParam("Content-Type", `application/${type}`);
      context.setBody(JSON.stringify(body));
    }
    const response = await httpApi.send(context).toPromise();
    const text = await response.body.text();
    if (response.httpStatusCode >= 300) {
      throw new ApiException(response.httpStatusCode, "the request failed", text, response.headers);
    }
    return JSON.parse(text) as Json;
  };
}

function sent({ patch, patchAs, put, post, delete: gone }: ApiRequest): {
  method: HttpMethod;
  type: PatchType | "json";
  body?: object;
} {
  if (patch !== undefined) return { method: HttpMethod.PATCH, type: "json-patch+json", body: patch };
  if (patchAs !== undefined) return { method: HttpMethod.PATCH, type: patchAs.type, body: patchAs.patch };
  if (put !== undefined) return { method: HttpMethod.PUT, type: "json", body: put };
  if (post !== undefined) return { method: HttpMethod.POST, type: "json", body: post };
  return { method: gone === true ? HttpMethod.DELETE : HttpMethod.GET, type: "json" };
}
