import { ApiException, createConfiguration, HttpMethod, RequestContext } from "@kubernetes/client-node";
import type { Cluster } from "./cluster.ts";

/** Plain JSON, as the API server wrote it: the client's own types know only what they were made for. */
export type Json = Record<string, unknown>;

export interface ApiRequest {
  accept?: string;
  /** A JSON patch; without one the path is read. */
  patch?: readonly object[];
  /** An object to put in the place of what is there. */
  put?: object;
}

/** Asks for paths of the API server, over connections that are kept for all of them. */
export type Ask = (path: string, request?: ApiRequest) => Promise<Json>;

export function asker(cluster: Cluster): Ask {
  const { httpApi } = createConfiguration();
  // The client opens a connection for each request; a list per kind wants better.
  let dispatcher: ReturnType<RequestContext["getDispatcher"]>;
  return async (path, { accept = "application/json", patch, put } = {}) => {
    const method = patch !== undefined ? HttpMethod.PATCH : put !== undefined ? HttpMethod.PUT : HttpMethod.GET;
    const context = new RequestContext(`${cluster.server}${path}`, method);
    await cluster.kubeConfig.applySecurityAuthentication(context);
    dispatcher ??= context.getDispatcher();
    if (dispatcher !== undefined) context.setDispatcher(dispatcher);
    context.setHeaderParam("Accept", accept);
    if (patch !== undefined || put !== undefined) {
      context.setHeaderParam("Content-Type", patch === undefined ? "application/json" : "application/json-patch+json");
      context.setBody(JSON.stringify(patch ?? put));
    }
    const response = await httpApi.send(context).toPromise();
    const text = await response.body.text();
    if (response.httpStatusCode >= 300) {
      throw new ApiException(response.httpStatusCode, "the request failed", text, response.headers);
    }
    return JSON.parse(text) as Json;
  };
}
