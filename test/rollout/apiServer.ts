import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { KubeConfig } from "@kubernetes/client-node";

/** The least of an API server: one collection that can be listed and watched, and goes wrong when told to. */
export interface ApiServer {
  kubeConfig: KubeConfig;
  /** What was asked, in order: `list`, or `watch from 7`. */
  requests: string[];
  items: { metadata: { name: string; uid: string } }[];
  resourceVersion: string;
  /** HTTP status of the next requests, instead of an answer. */
  refuse: number | undefined;
  /** Sends an event to everyone who watches. */
  send(type: string, object: object): void;
  /** Ends all watches. */
  drop(): void;
  close(): void;
}

export async function apiServer(): Promise<ApiServer> {
  const watches = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? "", "http://localhost").searchParams;
    const watching = query.get("watch") === "true";
    api.requests.push(watching ? `watch from ${query.get("resourceVersion") ?? ""}` : "list");
    if (api.refuse !== undefined) {
      response.writeHead(api.refuse).end();
    } else if (watching) {
      response.writeHead(200).flushHeaders();
      watches.add(response);
      response.on("close", () => watches.delete(response));
    } else {
      const list = { items: api.items, metadata: { resourceVersion: api.resourceVersion } };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(list));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    { name: "test", server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
    { name: "test" },
  );
  const api: ApiServer = {
    kubeConfig,
    requests: [],
    items: [],
    resourceVersion: "1",
    refuse: undefined,
    send(type, object) {
      for (const watch of watches) watch.write(`${JSON.stringify({ type, object })}\n`);
    },
    drop() {
      for (const watch of watches) watch.end();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return api;
}
