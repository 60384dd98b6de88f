import { once } from "node:events";
import { createServer } from "node:http";
import { request } from "node:https";
import { KubeConfig } from "@kubernetes/client-node";
import type { Cluster } from "../../cluster/cluster.ts";

/** The same API server, but that it knows nothing of one API group. */
export interface KindsHidden {
  /** The text of a kubeconfig that leads to it. */
  kubeconfig: string;
  close: () => void;
}

/** Stands in front of the cluster's API server and answers for `group` as one does that never heard of it. */
export async function hideKinds({ kubeConfig }: Cluster, group: string): Promise<KindsHidden> {
  const { server: target, caData = "" } = kubeConfig.getCurrentCluster()!;
  const { token = "" } = kubeConfig.getCurrentUser()!;
  const ca = Buffer.from(caData, "base64");
  const server = createServer((asked, answer) => {
    if (asked.url?.startsWith(`/apis/${group}`) === true) {
      answer.writeHead(404, { "content-type": "text/plain" }).end("404 page not found\n");
      return;
    }
    const headers = { ...asked.headers, authorization: `Bearer ${token}` };
    const passed = request(new URL(asked.url ?? "/", target), { method: asked.method ?? "GET", ca, headers });
    passed.on("response", (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const before = new KubeConfig();
  before.loadFromClusterAndUser(
    { name: "no-gateway", server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
    { name: "no-gateway" },
  );
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { kubeconfig: before.exportConfig(), close };
}
